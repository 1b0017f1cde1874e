import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, contentHash } from "./index.ts";

describe("canonicalJson gives what RFC 8785 gives", () => {
  it("for its sample object (section 3.2.2 and 3.2.3)", () => {
    const input = `{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`,
    );
    // Section 3.2.4: the same as UTF-8 bytes.
    const bytes = `7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d`;
    expect(Buffer.from(canonicalJson(JSON.parse(input))).toString("hex")).toBe(bytes);
  });

  it("for its order of keys, by UTF-16 code units (section 3.2.3)", () => {
    const values = { "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis" };
    expect(Object.values(JSON.parse(`[${canonicalJson(values).replaceAll(/"[^"]*":/g, "").slice(1, -1)}]`))).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  // Appendix B: the bits of a double and its text.
  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("for the double %s", (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(text);
  });
});

// fast-check's JSON values with any strings, lone surrogates and `__proto__` keys among them.
const anyString = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)), fc.constantFrom("__proto__", "constructor", "toJSON", "\ud800", "\udc00\ud800"));
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    anyString,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(anyString, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe("canonicalJson, for any JSON value,", () => {
  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(withoutNegativeZero(value));
      }),
      { numRuns: 500 },
    );
  });

  it("is fixed: its own reading has the same text", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(backwards(value))).toBe(canonicalJson(value));
        expect(contentHash(backwards(value))).toBe(contentHash(value));
      }),
    );
  });

  it("tells different values apart", () => {
    fc.assert(
      fc.property(json, json, (first, second) => {
        const same = JSON.stringify(canonicalised(first)) === JSON.stringify(canonicalised(second));
        expect(canonicalJson(first) === canonicalJson(second)).toBe(same);
        expect(contentHash(first) === contentHash(second)).toBe(same);
      }),
    );
  });

  it("has no white space outside strings and only characters that UTF-8 has", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(text.isWellFormed()).toBe(true);
        expect(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "")).not.toMatch(/\s/);
      }),
    );
  });
});

describe("canonicalJson", () => {
  it("keeps a key named __proto__, and lone surrogates apart", () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":2}}'))).toBe('{"__proto__":{"x":2},"b":1}');
    expect(canonicalJson("\ud800")).toBe('"\\ud800"');
    expect(contentHash("\ud800")).not.toBe(contentHash("\ud801"));
    expect(contentHash("\ud800")).not.toBe(contentHash("\ufffd"));
  });

  it("takes objects without a prototype, and one object in two places", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    expect(canonicalJson([bare, bare])).toBe('[{"a":1},{"a":1}]');
  });

  it("leaves out keys without a value", () => expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}'));

  class Point {
    x = 1;
  }
  const cycle: { inner: unknown[] } = { inner: [] };
  cycle.inner.push({ back: cycle });

  it.each<[string, unknown, string]>([
    ["NaN", { a: [1, Number.NaN] }, "$.a[1] is the number NaN"],
    ["an infinity", -Infinity, "$ is the number -Infinity"],
    ["undefined", [undefined], "$[0] is a undefined"],
    ["a hole", Array.from({ length: 1 }), "$[0] is a undefined"],
    ["a bigint", { n: 1n }, "$.n is a bigint"],
    ["a function", { f: () => {} }, "$.f is a function"],
    ["a symbol", Symbol("s"), "$ is a symbol"],
    ["a date", { at: new Date(0) }, "$.at is an instance of Date"],
    ["a map", new Map(), "$ is an instance of Map"],
    ["bytes", Uint8Array.of(1), "$ is an instance of Uint8Array"],
    ["a class", [new Point()], "$[0] is an instance of Point"],
    ["an heir of nothing", Object.create(Object.create(null)), "$ is an instance of something unnamed"],
    ["a cycle", cycle, "$.inner[0].back is a cycle"],
  ])("refuses %s and says where it is", (_, value, where) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: "SteadfastError", code: "not-json", message: `The value at ${where}, which JSON cannot hold.` }));
  });
});

it("contentHash is the SHA-256 of the text", () => {
  // printf '{"a":[true,null],"b":1}' | sha256sum
  expect(contentHash({ b: 1, a: [true, null] })).toBe("51705a2c9eb3e7e410a58f696a770c3ac3885a0cf43eb7fc88f5e47c11d4d30d");
});

function withoutNegativeZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutNegativeZero(member)]));
  return value;
}

/** The same value with the keys of every object set in reverse order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).toReversed().map(([key, member]) => [key, backwards(member)]));
  return value;
}

/** Arrays of sorted entries for objects: equal exactly where the values are, by another route than canonicalJson. */
function canonicalised(value: unknown): unknown {
  if (Array.isArray(value)) return ["array", ...value.map(canonicalised)];
  if (typeof value === "object" && value !== null) {
    const entries = new Map(Object.entries(value));
    return ["object", ...[...entries.keys()].toSorted().map((key) => [key, canonicalised(entries.get(key))])];
  }
  return value;
}
