import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messageOf, SteadfastError, systemCodeOf } from "./index.ts";

describe("SteadfastError", () => {
  it("carries what it was given", () => {
    const cause = new Error("below");
    const error = new SteadfastError({ code: "ledger-newer", sentence: "The ledger is newer.", hint: "Update.", cause, kind: "incomplete" });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "SteadfastError", code: "ledger-newer", message: "The ledger is newer.", hint: "Update.", kind: "incomplete" });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe("SteadfastError: The ledger is newer.");
    expect(error.stack).toContain("errors.test.ts");
  });

  it("is the user's to mend unless said otherwise, and has no cause unless there is one", () => {
    const error = new SteadfastError({ code: "x", sentence: "X." });
    expect(error).toMatchObject({ kind: "misuse", hint: undefined });
    expect("cause" in error).toBe(false);
    expect(new SteadfastError({ code: "x", sentence: "X.", cause: null }).cause).toBeNull();
  });
});

describe("messageOf", () => {
  it.each<[unknown, string]>([
    [new Error("broken"), "broken"],
    [new SteadfastError({ code: "x", sentence: "X." }), "X."],
    ["text", "text"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("s"), "Symbol(s)"],
    [Object.create(null), "something was thrown that has no text"],
  ])("has a text for anything thrown: case %#", (thrown, text) => expect(messageOf(thrown)).toBe(text));
});

describe("systemCodeOf", () => {
  it("finds the code of a real system error", () => {
    try {
      readFileSync("/no such folder/no such file");
    } catch (error) {
      expect(systemCodeOf(error)).toBe("ENOENT");
    }
    expect.assertions(1);
  });

  it.each([undefined, null, "text", 3, new Error("plain"), { code: 7 }])("finds none in %s", (thrown) => expect(systemCodeOf(thrown)).toBeUndefined());
});
