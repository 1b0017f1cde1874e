import fc from "fast-check";
import { expect, test } from "vitest";
import { TextWriter } from "./generate-texts.ts";

/** A stream whose ids are places in a list of pieces. */
function written(pieces: readonly string[], stops: readonly string[]): { shown: string; text: string; stoppedAt: number | undefined } {
  let shown = "";
  const writer = new TextWriter({ push: (id) => pieces[id]!, end: () => "" }, stops, (piece) => (shown += piece));
  const stoppedAt = pieces.findIndex((_, id) => writer.push(id));
  return { text: writer.end(), shown, stoppedAt: stoppedAt < 0 ? undefined : stoppedAt };
}

test("whatever the pieces, the text ends before the first stop string, and what was shown is the text", () => {
  const letters = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 3 }), { maxLength: 12 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 3 }), { maxLength: 3 });
  fc.assert(fc.property(letters, stops, (pieces, stopTexts) => {
    const { text, shown, stoppedAt } = written(pieces, stopTexts);
    expect(shown).toBe(text);
    // The pieces that were read until a stop string was complete, and nothing after them.
    const read = pieces.slice(0, stoppedAt === undefined ? pieces.length : stoppedAt + 1).join("");
    const ends = stopTexts.map((stop) => read.indexOf(stop)).filter((index) => index >= 0);
    expect(text).toBe(ends.length === 0 ? read : read.slice(0, Math.min(...ends)));
    expect(stoppedAt === undefined).toBe(ends.length === 0);
    for (const stop of stopTexts) expect(text).not.toContain(stop);
  }));
});

test("text that may become a stop string is held back, and shown when it does not", () => {
  const shown: string[] = [];
  const pieces = ["one\n", "\n", "two", "\n\n#", "rest"];
  const writer = new TextWriter({ push: (id) => pieces[id]!, end: () => "" }, ["\n\n#"], (piece) => shown.push(piece));
  expect([0, 1, 2, 3].map((id) => writer.push(id))).toEqual([false, false, false, true]);
  expect(shown).toEqual(["one", "\n\ntwo"]);
  expect(writer.end()).toBe("one\n\ntwo");
});
