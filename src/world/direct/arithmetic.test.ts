import { expect, test } from "vitest";
import { numbers } from "../lexicon/words.ts";
import { directItems } from "../sets/items.ts";

test("every sum of an answer is right, begins where the last one ended, and has numbers that the language has", () => {
  const known = new Set(numbers);
  for (const { output } of directItems({ seed: 1, count: 1000, task: "arithmetic" })) {
    let last: number | undefined;
    for (const sum of output.split(", ")) {
      const [first, sign, second, equals, result] = sum.split(" ");
      expect(equals).toBe("=");
      expect(Number(first) + (sign === "+" ? 1 : -1) * Number(second)).toBe(Number(result));
      expect([first, second, result].every((number) => known.has(Number(number)))).toBe(true);
      if (last !== undefined) expect(Number(first)).toBe(last);
      last = Number(result);
    }
  }
});
