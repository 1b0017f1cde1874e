import { expect, test } from "vitest";
import { isBetterValidation } from "./is-better-validation.ts";

const at = (loss: number, rougeL?: number): { step: number; loss: number; rougeL?: number } => ({ step: 0, loss, ...(rougeL === undefined ? {} : { rougeL }) });

test.each([
  [at(2, 0.1), undefined, "rouge", true],
  [at(1, 0.1), at(2, 0.2), "rouge", false],
  [at(3, 0.3), at(2, 0.2), "rouge", true],
  [at(1, 0), at(2, 0), "rouge", true],
  [at(2, 0), at(2, 0), "rouge", false],
  [at(1, 0.1), at(2, 0.2), "loss", true],
  [at(2), at(1), "loss", false],
  [at(Number.NaN, 0.1), at(1, 0.1), "rouge", false],
] as const)("%j after %j by %s: %s", (now, before, select, better) => {
  expect(isBetterValidation(now, before, select)).toBe(better);
});
