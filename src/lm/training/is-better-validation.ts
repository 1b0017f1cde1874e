import type { Validated } from "./validation.ts";

/**
 * Whether weights are better than the best so far: by loss, or by ROUGE-L, and of equal ROUGE-L by loss.
 *
 * @example
 * isBetterValidation({ step: 2, loss: 1, rougeL: 0 }, { step: 1, loss: 2, rougeL: 0 }, "rouge"); // true
 */
export function isBetterValidation(now: Validated, before: Validated | undefined, select: "loss" | "rouge"): boolean {
  if (before === undefined) return true;
  const gain = select === "loss" ? 0 : (now.rougeL ?? 0) - (before.rougeL ?? 0);
  return gain > 0 || (gain === 0 && now.loss < before.loss);
}
