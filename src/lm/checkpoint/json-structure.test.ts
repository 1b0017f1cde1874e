import fc from "fast-check";
import { expect, it } from "vitest";
import { structureOf } from "./json-structure.ts";

it.each([
  ['{"a":1,"b":2}', undefined],
  ['{"a":1,"a":2}', "a"],
  ['{"a":1, "\\u0061" :2}', "a"],
  ['{"a":{"b":1},"c":{"b":1}}', undefined],
  ['{"a":{"b":1,"b":1}}', "b"],
  ['{"a":"b","b":"a"}', undefined],
  ['{"a":["a","a",{"a":1}]}', undefined],
  ['{"\\"":1,"\\"":2}', '"'],
  ['{"{\\\\":1,"}":2}', undefined],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"":1,"":2}', ""],
])("%s", (json, duplicate) => {
  expect(structureOf(json)).toEqual({ duplicate, tooDeep: false });
});

it("finds no duplicate in what JSON.stringify wrote, and the one that is added", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }), (value) => {
      const json = JSON.stringify(value);
      expect(structureOf(json).duplicate).toBeUndefined();
      const [key] = Object.keys(value);
      expect(structureOf(`${json.slice(0, -1)},${JSON.stringify(key)}:0}`).duplicate).toBe(key);
    }),
  );
});

it("takes any text to its end", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "{", "}", "[", "]", ":", " ", "a"), maxLength: 40 }), (text) => {
      expect(structureOf(text)).toHaveProperty("tooDeep");
    }),
  );
});

it("stops where nesting goes too deep", () => {
  expect(structureOf("[".repeat(8))).toEqual({ duplicate: undefined, tooDeep: false });
  expect(structureOf('{"a":'.repeat(9))).toEqual({ duplicate: undefined, tooDeep: true });
  expect(structureOf("[".repeat(50_000_000))).toEqual({ duplicate: undefined, tooDeep: true });
});
