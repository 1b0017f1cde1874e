import { expect } from "vitest";
import type { RolloutStep } from "../rollout/rollout-step.ts";
import { closeMargin } from "../rollout/sampler.ts";
import type { PlainStep } from "./plain-rollout.ts";

/**
 * Two rollouts are the same up to the first step at which rounding may decide, and that step is reported as close.
 *
 * @returns steps that were equal.
 */
export function expectSameRollout(found: readonly RolloutStep[], expected: readonly PlainStep[], label: string): number {
  for (const [step, { token, who, divergence, threshold, studentProbability, teacherProbability, margin }] of expected.entries()) {
    const made = found[step];
    // Near the bound the margin itself is rounded.
    if (made === undefined || made.token !== token || made.who !== who) {
      expect(margin, `${label}, step ${step}: ${JSON.stringify(made)}, not ${token} by the ${who}`).toBeLessThan(1.1 * closeMargin);
      return step;
    }
    if (margin < 0.9 * closeMargin) expect(made.close, `${label}, step ${step} is close`).toBe(true);
    if (margin > 1.1 * closeMargin) expect(made.close, `${label}, step ${step} is not close`).toBe(false);
    expect(made.divergence).toBeCloseTo(divergence, 4);
    expect(made.studentProbability).toBeCloseTo(studentProbability, 4);
    expect(made.teacherProbability).toBeCloseTo(teacherProbability, 4);
    if (Number.isFinite(threshold)) expect(made.threshold).toBeCloseTo(threshold, 3);
  }
  expect(found, label).toHaveLength(expected.length);
  return expected.length;
}
