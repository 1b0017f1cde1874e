import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readGold } from "./read-gold.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-gold-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const item = { id: "translation/math-1", instructionTask: "translation", inputTask: "math", inputId: "math-1", instruction: "Translate.", input: "Waht is two?", answer: "2", errors: [{ at: 0, wrong: "Waht", right: "What" }] };
const good = { id: "one", item, output: "Was ist zwei?", verdict: "pass", kind: "faithful", note: "" };
const write = (...lines: unknown[]): string => {
  const path = join(folder, "gold.jsonl");
  writeFileSync(path, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return path;
};

test("a file of one's own, with empty lines and any output", async () => {
  const lone = { ...good, id: "two", output: "\ud800 \u0000", verdict: "fail", kind: "other" };
  const gold = await readGold(write(good, "", lone, ""));
  expect(gold.outputs).toEqual([good, lone]);
  expect(gold.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test("the tuning half that ships: every category has right and wrong outputs", async () => {
  const { outputs } = await readGold("tuning");
  const cells = Map.groupBy(outputs, ({ item, verdict }) => `${item.instructionTask} × ${item.inputTask}: ${verdict}`);
  expect(cells.size).toBe(40);
});

test.each([
  ["{", "is no JSON object"],
  ["[]", "is no JSON object"],
  [{ ...good, id: 1 }, 'has no text "id"'],
  [{ ...good, output: undefined }, 'has no text "output"'],
  [{ ...good, verdict: "unscored" }, "has a verdict"],
  [{ ...good, kind: "great" }, "has a kind"],
  [{ ...good, verdict: "fail" }, "says fail, but of the kind faithful"],
  [{ ...good, item: null }, "an item is an object"],
  [{ ...good, item: { ...item, golden: "" } }, 'no field "golden" in items'],
  [{ ...good, item: { ...item, input: 1 } }, '"input" must be a text'],
  [{ ...good, item: { ...item, instructionTask: "summary" } }, '"instructionTask" must be'],
  [{ ...good, item: { ...item, inputTask: "toString" } }, '"inputTask" must be'],
  [{ ...good, item: { ...item, style: 1 } }, '"style" must be a text'],
  [{ ...good, item: { ...item, options: ["a", 1] } }, '"options" must be a list'],
  [{ ...good, item: { ...item, errors: [{ at: 1, wrong: "Waht", right: "What" }] } }, '"errors" has "Waht" at 1'],
  [good, "a second time"],
].map(([line, why]) => [why, line] as const))("a line is refused that %s", async (why, line) => {
  await expect(readGold(write(good, line))).rejects.toMatchObject({ code: "gold-malformed", kind: "misuse", message: expect.stringMatching(new RegExp(`^Line 2 of the gold .*${why}`)) });
});

test("a file that is missing or empty is refused", async () => {
  await expect(readGold(join(folder, "nowhere.jsonl"))).rejects.toMatchObject({ code: "gold-unreadable", message: expect.stringContaining("there is no such file") });
  await expect(readGold(folder)).rejects.toMatchObject({ code: "gold-unreadable" });
  await expect(readGold(write(""))).rejects.toMatchObject({ code: "gold-malformed" });
});
