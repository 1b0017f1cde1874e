import fc from "fast-check";
import { describe, test } from "vitest";
import { checkGradients, uniforms } from "../testing/check-gradients.ts";
import { gradientCases } from "../testing/gradient-cases.ts";

describe("gradients agree with central differences in float64, and float32 with float64", () => {
  for (const [name, make] of Object.entries(gradientCases)) {
    test(name, async () => {
      const length = fc.integer({ min: 1, max: 5 });
      await fc.assert(
        fc.asyncProperty(length, length, length, length, fc.nat(), async (a, b, c, d, seed) => {
          await checkGradients(make({ a, b, c, d, random: uniforms(seed) }));
        }),
        { numRuns: 6, seed: 20_26 },
      );
    });
  }
});
