import { expect, test } from "vitest";
import { didYouMean } from "./suggest.ts";

const commands = ["bench", "repair", "distill", "runs", "report", "doctor"];

test.each([
  ["rnus", "Did you mean 'runs'?"],
  ["docter", "Did you mean 'doctor'?"],
  ["distil", "Did you mean 'distill'?"],
  ["repor", "Did you mean 'report'?"],
  ["repar", "Did you mean 'repair'?"],
  ["repai", "Did you mean 'repair'?"],
  ["repot", "Did you mean 'report'?"],
  ["rep", "Did you mean one of 'repair', 'report'?"],
  ["weather", undefined],
  ["x", undefined],
])("%s", (word, hint) => {
  expect(didYouMean(word, commands)).toBe(hint);
});
