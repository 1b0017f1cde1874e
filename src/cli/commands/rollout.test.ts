import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInferenceSession, type InferenceSession, loadBareModel, saveLanguageModel, score } from "../../lm/index.ts";
import type { RolloutTexts } from "../../switch/index.ts";
import { randomStream } from "../../stats/index.ts";
import { runInProcess } from "../testing/run-in-process.ts";
import { byteTokenizerFiles, tinyModel, writeTinyPair } from "./distill/testing/tiny-pair.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-rollout-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const uniforms = { u: [0, 1].map((row) => Array.from({ length: 12 }, (_, step) => randomStream(3, row, step).uniform())), v: [0, 1].map((row) => Array.from({ length: 12 }, (_, step) => randomStream(4, row, step).uniform())) };
let models: string[];
let sessions: { teacher: InferenceSession; student: InferenceSession };

beforeAll(async () => {
  const { teacher, student } = await writeTinyPair(folder);
  models = ["--teacher", teacher, "--student", student, "--threads", "1"];
  sessions = { teacher: createInferenceSession((await loadBareModel(teacher)).model), student: createInferenceSession((await loadBareModel(student)).model) };
  writeFileSync(path("uniforms.json"), JSON.stringify(uniforms));
});

async function rolledOut(...flags: string[]): Promise<RolloutTexts> {
  const { code, stdout, stderr } = await runInProcess(["rollout", ...models, "--max-tokens", "12", ...flags, "--json"]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as RolloutTexts;
}

/** The next token's probabilities, from scratch. */
async function distribution(session: InferenceSession, ids: readonly number[]): Promise<number[]> {
  const [scored] = await score(session, [{ ids }], { logits: true });
  const weights = [...scored!.logits!.at(-1)!].map(Math.exp);
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

describe("a rollout by given numbers", () => {
  test.each([["exponential", []], ["exponential", ["--lambda", "0.5", "--block", "3"]], ["random", ["--teacher-share", "0.4", "--batch", "1"]], ["constant", ["--tau0", "0.2", "--block", "12"]]] as const)("%s %j can be recounted by anyone", async (strategy, flags) => {
    const { rows } = await rolledOut("--prompt-ids", "72 105;5 6 7", "--strategy", strategy, "--uniforms", path("uniforms.json"), "--eos", "256", ...flags);
    for (const [row, prompt] of [[72, 105], [5, 6, 7]].entries()) {
      const { tokens, who, jsd, tau, studentProbability, teacherProbability } = rows[row]!;
      expect(tokens.length).toBeGreaterThan(0);
      const text = [...prompt];
      for (const [step, token] of tokens.entries()) {
        const [p, q] = [await distribution(sessions.teacher, text), await distribution(sessions.student, text)];
        const divergence = p.reduce((sum, one, id) => sum + (one * Math.log2((2 * one) / (one + q[id]!)) + q[id]! * Math.log2((2 * q[id]!) / (one + q[id]!))) / 2, 0);
        expect(jsd[step]).toBeCloseTo(divergence, 5);
        const teacherWrites = strategy === "random" ? uniforms.v[row]![step]! < 0.4 : divergence > tau[step]!;
        expect(who[step]).toBe(teacherWrites ? "teacher" : "student");
        let cumulative = 0;
        expect(token).toBe((teacherWrites ? p : q).findIndex((probability) => (cumulative += probability) > uniforms.u[row]![step]!));
        expect(studentProbability[step]).toBeCloseTo(q[token]!, 5);
        expect(teacherProbability[step]).toBeCloseTo(p[token]!, 5);
        text.push(token);
      }
    }
  });
});

test("neither block nor batch changes what is written; the seed does", async () => {
  const one = await rolledOut("--prompt", "Hi", "--prompt", "You", "--block", "1", "--batch", "1", "--seed", "4");
  const other = await rolledOut("--prompt", "Hi", "--prompt", "You", "--seed", "4");
  expect(one.closeSteps).toBe(0);
  expect(other.rows.map(({ tokens }) => tokens)).toEqual(one.rows.map(({ tokens }) => tokens));
  expect(one.rows[0]!.prompt).toEqual([72, 105]);
  expect(Buffer.from(one.rows[0]!.tokens.filter((token) => token < 256)).toString()).toBe(one.rows[0]!.text);
  expect(one.rows[0]!.tau.slice(0, 2)).toEqual([1, expect.closeTo(Math.exp(-0.1), 12)]);
  expect((await rolledOut("--prompt", "Hi", "--seed", "5")).rows[0]!.tokens).not.toEqual(one.rows[0]!.tokens);
});

test("on a terminal the teacher's tokens are coloured", async () => {
  const { stdout, code } = await runInProcess(["rollout", ...models, "--prompt", "Hi", "--max-tokens", "20", "--strategy", "random"], { terminal: true, environment: { TERM: "xterm" } });
  expect(code).toBe(0);
  expect(stdout).toContain("\u001b[33m");
  expect(stdout).toMatch(/teacher passes a token/);
});

describe("what cannot be", () => {
  test.each([
    [["--prompt", "Hi", "--max-tokens", "96"], "are more than the 96 that the teacher allows"],
    [["--prompt-ids", "1 257"], "The token id 257 is not one of the 257 that both models have"],
    [["--prompt-ids", "1 x"], "--prompt-ids takes token ids"],
    [[], "There is nothing to go on from"],
    [["--prompt", "Hi", "--strategy", "ground-truth"], "takes the data's responses"],
    [["--prompt", "Hi", "--strategy", "best"], "--strategy takes one of"],
    [["--prompt", "Hi", "--uniforms", "nowhere.json"], "cannot be read"],
  ])("%j is refused", async (flags, sentence) => {
    const { code, stderr } = await runInProcess(["rollout", ...models, ...flags]);
    expect(stderr).toContain(sentence);
    expect(code).toBe(64);
  });

  test.each([['{"u": [[1]]}', 'its "u" is no list of lists'], ["[", "it is not JSON"], ['{"u": [[0.5]], "v": 3}', 'its "v" is no list']])("uniforms %s", async (content, sentence) => {
    writeFileSync(path("wrong.json"), content);
    expect((await runInProcess(["rollout", ...models, "--prompt", "Hi", "--uniforms", path("wrong.json")])).stderr).toContain(sentence);
  });

  test("another tokenizer, shown by a text", async () => {
    await saveLanguageModel({ folder: path("other"), model: tinyModel(3), tokenizer: { files: byteTokenizerFiles((ids) => ids.toReversed()) }, card: "# Another\n" });
    const { code, stderr } = await runInProcess(["rollout", "--teacher", path("other"), ...models.slice(2), "--prompt", "Hi"]);
    expect(stderr).toContain("The tokenizers of teacher and student differ:");
    expect(code).toBe(64);
  });

  test("but a padded vocabulary is cut", async () => {
    await saveLanguageModel({ folder: path("padded"), model: tinyModel(1, { vocab_size: 272 }), tokenizer: { files: byteTokenizerFiles() }, card: "# Padded\n" });
    const { code, stdout } = await runInProcess(["rollout", "--teacher", path("padded"), ...models.slice(2), "--prompt", "Hi", "--max-tokens", "5", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).vocabulary).toBe(257);
  });
});
