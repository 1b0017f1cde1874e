import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { goldenModels, writeByteModel } from "../testing/byte-model.ts";
import { runInProcess } from "../testing/run-in-process.ts";

const scratch = mkdtempSync(join(tmpdir(), "steadfast-generate-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("steadfast generate", () => {
  const model = writeByteModel(join(scratch, "gpt2"));

  test("goes on from prompts; the same seed gives the same texts, whatever the batch", async () => {
    const say = async (...options: string[]) => {
      const { code, stdout, stderr } = await runInProcess(["generate", model, "--prompt", "Owl", "--prompt", "A fox", "--samples", "2", "--max-tokens", "12", "--json", ...options]);
      expect(code, stderr).toBe(0);
      return (JSON.parse(stdout) as { texts: { prompt: number; ids: number[]; text: string; finish: string; promptTokens: number }[] }).texts;
    };
    const texts = await say("--seed", "3");
    expect(texts.map(({ prompt, promptTokens }) => [prompt, promptTokens])).toEqual([[0, 3], [0, 3], [1, 5], [1, 5]]);
    expect(new Set(texts.map(({ ids }) => ids.join())).size).toBe(4);
    expect(await say("--seed", "3", "--batch", "1")).toEqual(texts);
    expect(await say("--seed", "4")).not.toEqual(texts);
    for (const { text, ids, finish } of texts) if (finish === "length") expect(text).toBe(new TextDecoder().decode(Uint8Array.from(ids)));
  });

  test("one prompt is shown as it is written, and without a tokenizer there are ids", async () => {
    const { stdout } = await runInProcess(["generate", model, "--prompt", "Owl", "--max-tokens", "3", "--temperature", "0"]);
    expect(stdout.endsWith("\n")).toBe(true);
    const { stdout: json } = await runInProcess(["generate", join(goldenModels, "gpt2"), "--ids", "79 119 108", "--max-tokens", "3", "--temperature", "0", "--json"]);
    expect(JSON.parse(json)).toMatchObject({ texts: [{ ids: expect.arrayContaining([expect.any(Number)]), text: "" }] });
  });

  test("a stop text ends the output and is cut off", async () => {
    const { stdout } = await runInProcess(["generate", model, "--prompt", "Owl", "--max-tokens", "12", "--temperature", "0", "--json"]);
    const { text } = (JSON.parse(stdout) as { texts: [{ text: string }] }).texts[0];
    const stop = [...text][3]!;
    const { stdout: stopped } = await runInProcess(["generate", model, "--prompt", "Owl", "--max-tokens", "12", "--temperature", "0", "--stop", stop, "--json"]);
    expect(JSON.parse(stopped)).toMatchObject({ texts: [{ text: text.slice(0, text.indexOf(stop)), finish: "stop" }] });
  });

  test.each([
    [[model], 64, "There is nothing to go on from."],
    [[join(scratch, "none"), "--prompt", "x"], 64, "There is no folder "],
    [[join(goldenModels, "gpt2"), "--prompt", "x"], 64, "holds no tokenizer, so its model can be spoken to in token ids only."],
    [[model, "--prompt-file", join(scratch, "none.txt")], 64, "cannot be read: ENOENT"],
    [[model, "--prompt", "x", "--instruction", "--template", "chat"], 64, "The model has no chat template."],
    [[model, "--prompt", ""], 64, "The prompt cannot be used: its prompt has no token."],
    [[model, "--prompt", "x", "--max-tokens", "64"], 0, ""],
    [[model, "--prompt", "x", "--max-tokens", "65"], 64, "1 tokens of a prompt and 65 new ones are more than the 64 that the model allows."],
    [[model, "--prompt", "x", "--samples", "500", "--batch", "500", "--max-tokens", "60", "--cache-memory", "1"], 64, "Keys and values of 500 rows of 61 tokens would take 47 MB, more than the 1 MB allowed."],
    [[model, "--prompt", "x", "--temperature", "-1"], 64, "--temperature takes a number of at least 0, not '-1'."],
  ] as const)("%j", async (argv, code, sentence) => {
    const outcome = await runInProcess(["generate", ...argv]);
    expect(outcome.stderr).toContain(sentence);
    expect(outcome.code).toBe(code);
  });
});

describe("steadfast score", () => {
  test("gives the golden logits and log-probabilities of ids", async () => {
    const { rows } = JSON.parse(readFileSync(join(goldenModels, "t5", "expected.json"), "utf8")) as { rows: { ids: number[]; decoderIds: number[]; logits: string[]; logProbabilities: number[] }[] };
    const listed = (lists: readonly number[][]): string => lists.map((ids) => ids.join(" ")).join(";");
    const { code, stdout, stderr } = await runInProcess(["score", join(goldenModels, "t5"), "--ids", listed(rows.map(({ ids }) => ids)), "--decoder-ids", listed(rows.map(({ decoderIds }) => decoderIds)), "--logits", "--json"]);
    expect(code, stderr).toBe(0);
    const { sequences } = JSON.parse(stdout) as { sequences: { ids: number[]; logProbabilities: number[]; logits: number[][] }[] };
    for (const [index, row] of rows.entries()) {
      expect(sequences[index]!.ids).toEqual(row.ids);
      for (const [place, value] of row.logProbabilities.entries()) expect(Math.abs(sequences[index]!.logProbabilities[place]! - value)).toBeLessThan(1e-4);
      for (const [place, text] of row.logits.entries()) {
        const expected = new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
        for (const [id, logit] of expected.entries()) expect(Math.abs(sequences[index]!.logits[place]![id]! - logit)).toBeLessThan(1e-4);
      }
    }
  });

  test.each([
    [["--ids", "1 2 3;"], "--ids has no token id in its sequence 2."],
    [["--ids", "1 two"], "--ids takes token ids such as '1 2 3;4 5', and 'two' is none."],
    [["--ids", "1 2.5"], "--ids takes token ids such as '1 2 3;4 5', and '2.5' is none."],
    [["--ids", "1 2", "--decoder-ids", "1;2"], "--decoder-ids has 2 sequences for 1 inputs."],
    [["--ids", "1 256"], "The token id 256 is not one of the model's 256."],
    [[], "There is nothing to score."],
  ])("%j", async (options, sentence) => {
    const { code, stderr } = await runInProcess(["score", join(goldenModels, "gpt2"), ...options]);
    expect(stderr).toContain(sentence);
    expect(code).toBe(64);
  });
});
