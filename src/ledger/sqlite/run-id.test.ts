import { expect, test } from "vitest";
import { newRunId, normaliseRunId } from "./run-id.ts";

const now = Date.UTC(2026, 5, 1);

test("ids have nine characters, today and to the end of their range", () => {
  for (const time of [Date.UTC(2020, 0, 1), now, Date.UTC(2053, 11, 31)]) {
    expect(newRunId({ now: time, newest: null, random: 0.999_999 })).toMatch(/^[0-9a-hjkmnp-tv-z]{9}$/);
  }
  // 32 ticks a second since 2020, by hand: one second is one in the sixth character, 32 random numbers later.
  expect(newRunId({ now: Date.UTC(2020, 0, 1, 0, 0, 1), newest: null, random: 33 / 1024 })).toBe("000001011");
});

test("ids sort by time, and after the newest whatever the clock says", () => {
  const first = newRunId({ now, newest: null, random: 0.99 });
  const later = newRunId({ now: now + 1000, newest: first, random: 0 });
  const backwards = newRunId({ now: now - 1e9, newest: later, random: 0.5 });
  expect([first, later, backwards].toSorted()).toEqual([first, later, backwards]);
  expect(newRunId({ now: 0, newest: "0000000zz", random: 0 })).toBe("000000100");
});

test("what is misread or typed in capitals is the same id", () => {
  expect(normaliseRunId(" 6FAIL0o ")).toBe("6fa1100");
  for (const impossible of ["", "u", "a-b", "1234567890", "ä"]) expect(normaliseRunId(impossible)).toBeNull();
});
