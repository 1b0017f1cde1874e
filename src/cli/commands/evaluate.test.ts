import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { goldenModels, writeByteModel } from "../testing/byte-model.ts";
import { runInProcess } from "../testing/run-in-process.ts";

const scratch = mkdtempSync(join(tmpdir(), "steadfast-evaluate-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function lines(path: string, values: readonly unknown[]): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
  return path;
}

const model = writeByteModel(join(scratch, "gpt2"));
const birds = lines(join(scratch, "birds/valid.jsonl"), [
  { instruction: "Say owl.", output: "owl" },
  { instruction: "Say two birds.", output: ["an owl and a heron", "heron, owl"] },
  "no record",
  { instruction: "What is a wren?", output: "a small bird with a short tail, which sings loudly" },
]);
const strict = lines(join(scratch, "strict/dolly.jsonl"), [{ instruction: "Say owl.", output: "owl" }, { instruction: "Say it.", output: "it is an owl" }]);
const crowd = lines(join(scratch, "crowd/valid.jsonl"), Array.from({ length: 100 }, (_, place) => ({ instruction: `Say ${place}.`, output: `it is ${place}` })));
// 64 places: an Alpaca prompt of bytes would leave no room.
const small = ["--template", "{instruction}", "--max-prompt", "12", "--max-new-tokens", "10"];
let ledgers = 0;
const run = (...words: string[]) => runInProcess(["evaluate", ...words, "--ledger", join(scratch, `ledger ${(ledgers += 1)}`)], { environment: {} });

interface Result {
  run: string;
  preset: string;
  resumed: number;
  data: { name: string; leftOut: { line: number }[]; cutPrompts: number; summary: { records: number; rougeL: { mean: number; spread: number | null }; seeds: { seed: number; rougeL: number; tokens: number }[] } }[];
}

async function resultOf(...words: string[]): Promise<Result> {
  const { code, stdout, stderr } = await run(...words, "--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Result;
}

describe("steadfast evaluate MODEL", () => {
  test("prints a row for each data set, with the preset beside every number and a warning of what is left out", async () => {
    const { code, stdout, stderr } = await run(model, "--data", birds, "--data", strict, ...small);
    expect(code, stderr).toBe(0);
    const label = "paper, template of your own, prompts of 12 tokens, 10 new tokens";
    const rows = stdout.split("\n\n")[0]!.split("\n");
    expect(rows[0]).toMatch(/^data +references +n +ROUGE-L +95 % +ROUGE-1 +ROUGE-2 +exact +preset$/);
    const cells = rows.slice(1).map((row) => row.trim().split(/ {2,}/));
    expect(cells.map((row) => row.slice(0, row.length - 6))).toEqual([
      ["birds/valid", "all", "3"], ["1–10 tokens", "1"], ["11–50 tokens", "2"], ["11+ tokens", "2"],
      ["strict/dolly", "all", "2"], ["1–10 tokens", "1"], ["11–50 tokens", "1"], ["11+ tokens", "1"],
    ]);
    for (const row of rows.slice(1)) expect(row).toMatch(new RegExp(`\\d\\.\\d\\d ± \\d+\\.\\d\\d .* %  ${label}$`));
    expect(stdout).toContain(`\nPreset: ${label}.\n`);
    expect(stdout).toContain("birds/valid: 5 responses to each record, of ");
    expect(stdout).toContain("1 record left out (line 3: it is a text; an object with named fields is needed)");
    expect(stderr).toMatch(/^Warning: .*valid\.jsonl: 1 record is left out; line 3: it is a text/m);
    expect(stdout).not.toContain("Published");
  });

  test("gives programs everything, the same under the same seeds, whatever the batch", async () => {
    const words = [model, "--data", birds, ...small, "--seeds", "10,20"];
    const first = await resultOf(...words);
    expect(first).toMatchObject({ protocol: { preset: "paper", noRepeatNgram: 6, temperature: 1, seeds: [10, 20] }, resumed: 0, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(first.data[0]).toMatchObject({ name: "birds/valid", leftOut: [{ line: 3 }], cutPrompts: 2, summary: { records: 3 } });
    expect((await resultOf(...words, "--batch", "1", "--threads", "1")).data).toEqual(first.data);
    const other = await resultOf(...words.slice(0, -1), "30 40");
    expect(other.data[0]!.summary.seeds.map(({ seed }) => seed)).toEqual([30, 40]);
    expect(other.data[0]!.summary.seeds.map(({ tokens, rougeL }) => [tokens, rougeL])).not.toEqual(first.data[0]!.summary.seeds.map(({ tokens, rougeL }) => [tokens, rougeL]));
    expect((await resultOf(model, "--data", birds, ...small, "--preset", "clean", "--limit", "1", "--seeds", "1")).data[0]!.summary).toMatchObject({ records: 1, rougeL: { spread: null } });
  });

  test("keeps every prompt and response in the ledger", async () => {
    const ledger = join(scratch, "kept ledger");
    const { stdout } = await runInProcess(["evaluate", model, "--data", birds, ...small, "--seeds", "10,20", "--json", "--ledger", ledger], { environment: {} });
    const out = join(scratch, "export.jsonl");
    expect((await runInProcess(["runs", "export", (JSON.parse(stdout) as Result).run, "--out", out, "--ledger", ledger], { environment: {} })).code).toBe(0);
    const exported = readFileSync(out, "utf8").trim().split("\n").map((line) => JSON.parse(line) as { type: string; kind?: string; key?: string; name?: string; value?: unknown; status?: string });
    expect(exported[0]).toMatchObject({ type: "run", kind: "evaluate", status: "done" });
    const records = (kind: string) => exported.filter((line) => line.type === "record" && line.kind === kind);
    expect(records("prompt").map(({ key }) => key)).toEqual(["birds/valid/0", "birds/valid/1", "birds/valid/2"]);
    expect(records("prompt")[1]!.value).toMatchObject({ prompt: "Say two bird", cut: true, references: ["an owl and a heron", "heron, owl"], line: 2 });
    expect(records("response").map(({ key }) => key).sort()).toEqual([10, 20].flatMap((seed) => [0, 1, 2].map((record) => `birds/valid/${seed}/${record}`)));
    expect(records("response")[0]!.value).toMatchObject({ text: expect.any(String), rougeL: expect.any(Number), tokens: expect.any(Number), cut: expect.any(Boolean) });
    expect(exported.filter(({ type }) => type === "metric").map(({ name }) => name)).toEqual(["birds/valid ROUGE-L", "birds/valid ROUGE-L"]);
  });

  test("prints the paper's numbers only when asked, as the paper's", async () => {
    const { stdout } = await run(model, "--data", strict, "--data", birds, ...small, "--seeds", "1", "--compare-published");
    expect(stdout).toContain("Published by SWITCH (arXiv 2410.19503) for Dolly: ROUGE-L, not measured here\n");
    expect(stdout).toMatch(/^GPT-2 120M +22\.8 +23\.2 +23\.7 +23\.7 +23\.8 +25\.6 +26\.2$/m);
    expect(stdout).toContain("Theirs has 500 records, this one 2: the numbers are not of the same data.");
    expect(stdout).toContain("birds/valid is not told by its path to be one of the paper's data sets");
  });

  test("Ctrl-C keeps what is done and says how to go on, and the same command does", async () => {
    const many = lines(join(scratch, "many/words.jsonl"), Array.from({ length: 60 }, (_, place) => ({ instruction: `Say ${place}.`, output: `it is ${place}` })));
    const out = join(scratch, "evaluation");
    const words = [model, "--data", many, "--template", "{instruction}", "--max-prompt", "12", "--max-new-tokens", "40", "--seeds", "1,2,3", "--threads", "1"];
    const program = join(import.meta.dirname, "../main.ts");
    const child: ChildProcess = spawn(process.execPath, [program, "evaluate", ...words, "--out", out, "--ledger", join(scratch, "ledger of Ctrl-C")], { stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr!.on("data", (piece) => (stderr += piece));
    const closed = new Promise((resolve) => child.on("close", resolve));
    const kept = (): number => (existsSync(join(out, "many-words")) ? readdirSync(join(out, "many-words")).filter((name) => name.startsWith("responses")).reduce((sum, name) => sum + readFileSync(join(out, "many-words", name), "utf8").split("\n").length - 1, 0) : 0);
    while (kept() < 20 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGINT");
    expect(await closed).toBe(2);
    expect(stderr).toMatch(/Interrupted: what was done is kept as run \w+\.\nHint: Run the same command again: it goes on from the responses in .*evaluation\.\n$/);
    const before = kept();
    expect(before).toBeGreaterThanOrEqual(20);
    expect(before).toBeLessThan(180);
    const resumed = await resultOf(...words, "--out", out);
    expect(resumed.resumed).toBe(before);
    expect(resumed.data).toEqual((await resultOf(...words)).data);
    expect(JSON.parse(readFileSync(join(out, "result.json"), "utf8"))).toEqual(resumed);
    const { code, stderr: refused } = await run(...words, "--temperature", "0.5", "--out", out);
    expect(code).toBe(64);
    expect(refused).toContain("holds the responses of another evaluation: its temperature differs.");
  });
});

describe("steadfast evaluate --predictions", () => {
  const said = lines(join(scratch, "said.jsonl"), [{ prediction: "owl" }, { prediction: "it was an owl" }]);

  test("scores them", async () => {
    const result = await resultOf("--predictions", said, "--data", strict);
    // Of "it is an owl" three words of four are said, by four.
    expect(result).toMatchObject({ preset: "predictions", protocol: null, model: null, data: [{ name: "strict/dolly", cutPrompts: null, lengthUnit: "words", summary: { records: 2, rougeL: { mean: 87.5, spread: null }, exactMatch: { mean: 50 } } }] });
    const { stdout } = await run("--predictions", said, "--predictions", lines(join(scratch, "other.jsonl"), ["owl", "owl"]), "--data", strict, "--preset", "clean");
    // (1 + 3/4) / 2 and (1 + 2/5) / 2.
    expect(stdout).toMatch(/^strict\/dolly +all +2 +78\.75 ± 12\.37 .* predictions, clean$/m);
  });

  test.each([
    [["--predictions", said, "--data", birds], "Line 3 of "],
    [["--predictions", lines(join(scratch, "few.jsonl"), ["owl"]), "--data", strict], "few.jsonl holds 1 prediction, but there are 2 records of "],
    [["--predictions", lines(join(scratch, "numbers.jsonl"), ["owl", 7]), "--data", strict], "Line 2 of "],
    [["--predictions", said, "--data", strict, "--data", birds], "--predictions belong to one --data, not to 2."],
    [["--predictions", said, "--data", strict, "--max-new-tokens", "5"], "--max-new-tokens says how a model answers, but --predictions are answers already."],
    [[model, "--predictions", said, "--data", strict], "only one of the two can be evaluated."],
    [["--data", strict], "There is nothing to evaluate: neither a model nor --predictions."],
    [[model], "There is nothing to compare with: no --data."],
    [[model, "--data", join(scratch, "nowhere.jsonl")], "There is no file "],
    [[model, "--data", strict, "--data", strict], "is given twice."],
    [[model, "--data", strict, "--seeds", "1,two"], "--seeds takes whole numbers such as 10,20, not '1,two'."],
    [[model, "--data", strict, "--seeds", "1,1"], "The seed 1 is given twice, and would count twice."],
    [[model, "--data", strict], "are more than the 64 that the model allows."],
    [[model, "--data", crowd, ...small, "--max-new-tokens", "40", "--cache-memory", "1", "--batch", "100"], "Keys and values of 100 rows of "],
    [[join(scratch, "none"), "--data", strict], "There is no folder "],
    [[join(goldenModels, "gpt2"), "--data", strict], "holds no tokenizer"],
    [[model, "--data", strict, ...small, "--out", said], "is a file; a folder is needed."],
  ])("%j is refused with a sentence and a hint", async (words, sentence) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/\nHint: .+\n$/);
  });
});
