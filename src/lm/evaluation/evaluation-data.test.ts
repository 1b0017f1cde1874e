import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataNames, folderOfData, readEvaluationData } from "./evaluation-data.ts";
import { scratchFolder, writeLines } from "./testing/scratch.ts";

test("data sets are named as shortly as tells them apart", () => {
  expect(dataNames(["/data/dolly/valid.jsonl"])).toEqual(["dolly/valid"]);
  expect(dataNames(["/data/dolly/valid.jsonl", "/data/self-inst/valid.jsonl"])).toEqual(["dolly/valid", "self-inst/valid"]);
  expect(dataNames(["/a/sets/valid.jsonl", "/b/sets/valid.jsonl"])).toEqual(["a/sets/valid", "b/sets/valid"]);
  expect(dataNames(["/valid.jsonl"])).toEqual(["valid"]);
  expect(dataNames(["/valid.jsonl", "/a/valid.jsonl"])).toEqual(["valid", "a/valid"]);
  expect(dataNames(["/a/valid.json", "/a/valid.jsonl"])).toEqual(["a/valid 1", "a/valid 2"]);
  expect(() => dataNames(["/a/valid.jsonl", "/a/b/../valid.jsonl"])).toThrow("The data /a/b/../valid.jsonl is given twice.");
});

test("two data sets never share a folder", () => {
  for (const paths of [["/x/a b/v.jsonl", "/x/a-b/v.jsonl"], ["/x/y-z/v.jsonl", "/x-y/z/v.jsonl"], ["/p/a?/v.jsonl", "/p/a*/v.jsonl"]]) expect(new Set(dataNames(paths).map(folderOfData)).size, String(paths)).toBe(2);
  expect(folderOfData("../../etc passwd")).toBe("..-..-etc-passwd");
});

test("the hash is of the records, not of where they stand", async () => {
  const scratch = scratchFolder();
  mkdirSync(join(scratch, "sub"));
  const task = { instruction: "Name a colour.", output: "Blue" };
  const one = writeLines(join(scratch, "one.jsonl"), [task, { ...task, output: "Red" }]);
  const same = writeLines(join(scratch, "sub", "same.jsonl"), ["no record", task, { ...task, output: "Red" }]);
  const other = writeLines(join(scratch, "other.jsonl"), [task, { ...task, output: "red" }]);
  const [first, second, third] = await readEvaluationData([one, same, other]);
  expect(second!.hash).toBe(first!.hash);
  expect(second!.problems).toEqual([{ line: 1, reason: "it is a text; an object with named fields is needed" }]);
  expect(third!.hash).not.toBe(first!.hash);
  expect((await readEvaluationData([one], { limit: 1 }))[0]!.records).toHaveLength(1);
  await expect(readEvaluationData([same], { strict: true })).rejects.toThrow("Line 1 of ");
});
