import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Outcome, runInProcess } from "../testing/run-in-process.ts";

let folder: string;
let gold: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "steadfast-judge-"));
  gold = join(folder, "gold.jsonl");
  const item = { id: "translation/math-1", instructionTask: "translation", inputTask: "math", inputId: "math-1", instruction: "Translate the text into German.", language: "de", input: "A farmer sells 12 eggs for 30 crowns each. How much does she take in?", answer: "360", gold: "Eine Bäuerin verkauft 12 Eier für je 30 Kronen. Wie viel nimmt sie ein?" };
  const other = { ...item, id: "translation/math-2", inputId: "math-2" };
  const lines = [
    { id: "one", item, output: item.gold, verdict: "pass", kind: "faithful", note: "" },
    { id: "two", item, output: "360", verdict: "fail", kind: "answered", note: "" },
    { id: "three", item: other, output: item.gold, verdict: "pass", kind: "faithful", note: "" },
    { id: "four", item: other, output: item.input, verdict: "fail", kind: "echoed", note: "" },
    { id: "five", item: other, output: "Eine Bäuerin verkauft 12 Eier für je 30 Kronen. Wie viel kostet das?", verdict: "pass", kind: "faithful", note: "passes, but is not the exact one" },
  ];
  writeFileSync(gold, lines.map((line) => JSON.stringify(line)).join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calibrate = (...argv: string[]): Promise<Outcome> => runInProcess(["judge", "calibrate", ...argv, "--ledger", join(folder, "ledger")]);

test("the rules on a file of one's own", async () => {
  const out = join(folder, "calibration.json");
  const { code, stdout } = await calibrate("--gold", gold, "--out", out);
  expect(code).toBe(0);
  expect(stdout).toContain("rules on 5 outputs of known truth");
  expect(stdout).toMatch(/balanced accuracy +100\.0 %/);
  expect(stdout).toMatch(/self-consistency +100\.0 %/);
  expect(stdout).toMatch(/translation × math +100\.0 % +3\/3 +2\/2/);
  expect(stdout).toMatch(/always pass +50\.0 %/);
  expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ run: expect.any(String), judge: "rules", hash: expect.stringMatching(/^[0-9a-f]{64}$/), sensitivity: { correct: 3, total: 3 }, specificity: { correct: 2, total: 2 }, selfConsistency: { share: 1 }, kappa: { estimate: 1 } });
});

test("the exact judge errs where right outputs differ; once is enough on request", async () => {
  const { code, stdout } = await calibrate("--judge", "exact", "--gold", gold, "--once", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ judge: "exact", sensitivity: { correct: 2, total: 3 }, specificity: { correct: 2, total: 2 }, selfConsistency: null, mistakes: [{ id: "five", kind: "faithful", called: "other" }] });
});

test("a model that cannot judge: nothing scored, canaries failed, and said so", async () => {
  const { code, stdout, stderr } = await calibrate("--judge", "scripted:constant:pass", "--gold", gold);
  expect(code).toBe(0);
  expect(stdout).toContain("0 scored, unscored: judge-answer-unreadable 5");
  expect(stdout).toContain("Of 16 canaries it got 16 wrong: it would be refused");
  expect(stderr).toContain("is weak");
  expect(stdout).toContain("they agree on 0 outputs and differ on 5");
  expect(stdout).toMatch(/five +faithful +unscored +pass/);
});

test.each([
  [["--gold", "nowhere.jsonl"], "gold-unreadable"],
  [["--judge", "nobody"], "reference-malformed"],
  [["--votes", "0"], "bad-value"],
])("%j is misuse", async (argv, code) => {
  const outcome = await calibrate(...argv, "--json");
  expect(outcome.code).toBe(64);
  expect(`${outcome.stdout}${outcome.stderr}`).toContain(code);
});
