import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";

const rowsOf = (text: string): unknown[] => parseCsv(text).map((record) => ("value" in record ? record.value : record.problem));

test("whatever is written by the rules comes back", () => {
  const field = fc.string({ unit: fc.oneof(fc.constantFrom('"', ",", "\n", "\r\n", "\r", " ", "a", "\uD800"), fc.string({ unit: "binary", maxLength: 1 })) });
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.constantFrom("\n", "\r\n"), fc.boolean(), (those, ending, isEnded) => {
      const text = those.map((fields) => fields.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join(ending) + (isEnded && those.length > 0 ? ending : "");
      expect(rowsOf(text)).toEqual(those);
    }),
  );
});

test.each<[string, unknown[]]>([
  ["", []],
  ["a,b", [["a", "b"]]],
  ["a,b\n\n\nc,d\r\n", [["a", "b"], ["c", "d"]]],
  ["a,\n", [["a", ""]]],
  ["a,", [["a", ""]]],
  [",", [["", ""]]],
  ['say "hi",b', [['say "hi"', "b"]]],
  ['"a" b,c', [["a b", "c"]]],
  ['"a,\n""b""",c', [['a,\n"b"', "c"]]],
  ['x,"open\n\ny', ["a quotation mark is never closed"]],
])("%j", (text, rows) => {
  expect(rowsOf(text)).toEqual(rows);
});

test("records know the line they begin at", () => {
  expect(parseCsv('a,b\n"c\nd\n",e\n\nf,g\n').map(({ place }) => place)).toEqual([1, 2, 6]);
});

const arc = join(import.meta.dirname, "../../../../shared/data/arc/arc_challenge_dev.csv");
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const why = existsSync(arc) ? (hasPython ? "" : ": no python3 here") : ": ../shared/data is absent";

test.skipIf(why !== "")(`a published file is read as Python reads it${why}`, () => {
  const python = execFileSync("python3", ["-c", "import csv, json, sys; print(json.dumps([row for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8')) if row]))", arc], { encoding: "utf8", maxBuffer: 1e8 });
  const read = rowsOf(readFileSync(arc, "utf8"));
  expect(read).toHaveLength(1119);
  expect(read).toEqual(JSON.parse(python));
});
