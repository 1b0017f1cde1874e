import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BenchItem } from "./bench-item.ts";
import { dimBenchItems } from "./dim-bench-items.ts";
import { openItemSet } from "./open-item-set.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "items-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(lines: readonly (string | object)[], ending = "\n"): Promise<string> {
  const path = join(folder, "items.jsonl");
  await writeFile(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}${ending}`).join(""));
  return path;
}

const item: BenchItem = { id: "rewriting/x", instructionTask: "rewriting", inputTask: "math", inputId: "x", instruction: "Rewrite the text.", input: "1 + 1?", answer: "2" };

test("the named sets open, with the defence they are asked with", async () => {
  const own = await openItemSet("dim-bench", { perCell: 2, seed: 5 });
  expect(own).toMatchObject({ name: "dim-bench", defence: "standard", items: await dimBenchItems({ perCell: 2, seed: 5 }) });
  expect(own.hash).toMatch(/^[0-9a-f]{64}$/u);
  expect((await openItemSet("dim-bench", { perCell: 2, seed: 6 })).hash).not.toBe(own.hash);
  const lab = await openItemSet("lab", { perCell: 2 });
  expect(lab).toMatchObject({ defence: "lab" });
  expect(lab.items.every(({ gold }) => gold !== undefined)).toBe(true);
});

test("an unknown set, or a folder, is said in one sentence", async () => {
  await expect(openItemSet("dimbench")).rejects.toMatchObject({ code: "unknown-items", message: 'There is no set of items "dimbench", nor a file of that name.', hint: expect.stringContaining("dim-bench and lab") });
  await expect(openItemSet("constructor")).rejects.toMatchObject({ code: "unknown-items" });
  await expect(openItemSet(folder)).rejects.toMatchObject({ code: "unknown-items", message: expect.stringContaining("that is a folder") });
});

test("what was written to a file comes back, to the code unit", async () => {
  const texts = fc.string({ unit: fc.oneof(fc.constantFrom("{{", "{%", "${}", "</input>", "{input}", "\uD800", "\uDC00", "\r", "\u2028", "\0"), fc.string({ unit: "binary", maxLength: 2 })) });
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), async (inputs) => {
      const those = inputs.map((input, at) => ({ ...item, id: `rewriting/${at}`, inputId: String(at), input, answer: input, gold: input }));
      expect((await openItemSet(await fileOf(those))).items).toEqual(those);
    }),
    { numRuns: 60 },
  );
});

test("line ends of Windows, empty lines and a byte order mark do no harm", async () => {
  const path = await fileOf([`\uFEFF${JSON.stringify(item)}`, "", { ...item, id: "b" }], "\r\n");
  expect((await openItemSet(path)).items).toEqual([item, { ...item, id: "b" }]);
});

test.each<[string, string | object, string]>([
  ["no JSON", "{", "line 2: not JSON"],
  ["no object", "[1]", "line 2: an item is an object, not [1]"],
  ["an unknown field", { ...item, id: "b", instuction: "x" }, 'line 2: there is no field "instuction" in items'],
  ["a field missing", { ...item, id: "b", input: undefined }, 'line 2: "input" is missing'],
  ["an unknown task", { ...item, id: "b", inputTask: "arithmetic" }, 'line 2: "inputTask" must be reasoning, code, math, bias or qa, not "arithmetic"'],
  ["a number for a text", { ...item, id: "b", answer: 2 }, 'line 2: "answer" must be a text, not 2'],
  ["options that are no list", { ...item, id: "b", options: "A" }, 'line 2: "options" must be a list of texts, not "A"'],
  ["an error elsewhere", { ...item, id: "b", errors: [{ at: 1, wrong: "1 +", right: "2 +" }] }, 'line 2: "errors" has "1 +" at 1, but "input" does not'],
  ["an error with more to it", { ...item, id: "b", errors: [{ at: 0, wrong: "1", right: "2", kind: "x" }] }, 'line 2: "errors" must hold objects {at, wrong, right}'],
  ["an id twice", item, 'line 2: the id "rewriting/x" is that of line 1'],
  ["a key of objects as such", '{"__proto__": {}, "id": "b"}', 'line 2: there is no field "__proto__" in items'],
])("%s is refused with its line", async (_, line, sentence) => {
  const path = await fileOf([item, line]);
  await expect(openItemSet(path)).rejects.toMatchObject({ code: "bad-item", message: expect.stringContaining(sentence) });
});

test("all bad lines are counted, the first of them shown", async () => {
  const path = await fileOf([...Array.from({ length: 9 }, () => "{}"), item]);
  await expect(openItemSet(path)).rejects.toMatchObject({ message: expect.stringContaining('line 1: "id" is missing'), hint: expect.stringMatching(/^8 more: line 2: .*line 6: .*; …$/u) });
});

test("a file without items, or one that is no text, is refused", async () => {
  await expect(openItemSet(await fileOf([""]))).rejects.toMatchObject({ code: "no-items" });
  const path = join(folder, "latin.jsonl");
  await writeFile(path, Buffer.from([0x22, 0xe9, 0x22]));
  await expect(openItemSet(path)).rejects.toMatchObject({ code: "items-unreadable", message: expect.stringContaining("not UTF-8") });
});

test("of a file, some per cell are its first inputs", async () => {
  const those = await dimBenchItems({ perCell: 3 });
  const path = await fileOf(those);
  expect((await openItemSet(path, { perCell: 2 })).items).toEqual(await dimBenchItems({ perCell: 2 }));
  await expect(openItemSet(path, { perCell: 4 })).rejects.toMatchObject({ code: "too-few-inputs" });
  await expect(openItemSet(path, { perCell: 0 })).rejects.toMatchObject({ code: "items-option" });
});

test("filters keep what meets all of them", async () => {
  const all = (await openItemSet("dim-bench", { perCell: 10 })).items;
  const filtered = async (filters: Parameters<typeof openItemSet>[1] & object) => (await openItemSet("dim-bench", { perCell: 10, ...filters })).items;
  expect(await filtered({ filters: { instructionTasks: ["style", "translation"], inputTasks: ["qa"] } })).toEqual(all.filter(({ instructionTask, inputTask }) => /style|translation/u.test(instructionTask) && inputTask === "qa"));
  expect(await filtered({ filters: { languages: ["de", "zh"] } })).toEqual(all.filter(({ language }) => language === "de" || language === "zh"));
  expect(await filtered({ filters: { languages: ["de"], styles: ["formal"] } })).toEqual(all.filter(({ language, style }) => language === "de" || style === "formal"));
  const { id, inputId } = all[7]!;
  expect(await filtered({ filters: { ids: [id] } })).toEqual([all[7]]);
  expect(await filtered({ filters: { ids: [inputId] } })).toHaveLength(4);
});

test("a filter that nothing meets is an error, not an empty run", async () => {
  await expect(openItemSet("dim-bench", { perCell: 2, filters: { ids: ["translation/nothing"] } })).rejects.toMatchObject({ code: "no-such-item", message: 'No item has the id "translation/nothing".' });
  await expect(openItemSet("dim-bench", { perCell: 8, filters: { languages: ["ja"] } })).rejects.toMatchObject({ code: "no-such-item", hint: expect.stringContaining("zh") });
  await expect(openItemSet("dim-bench", { perCell: 8, filters: { languages: ["de"], instructionTasks: ["style"] } })).rejects.toMatchObject({ code: "no-items" });
});
