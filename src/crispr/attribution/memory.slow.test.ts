import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Measured {
  readonly neurons: number;
  readonly instances: number;
  readonly aliveMegabytes: number;
  readonly grownMegabytes: number;
}

function measure(count: number): Measured {
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", "--disable-warning=ExperimentalWarning", join(import.meta.dirname, "../testing/memory-worker.ts"), String(count)], { encoding: "utf8" })) as Measured;
}

test("memory does not grow with the number of instances", () => {
  const few = measure(50);
  const many = measure(800);
  expect([few.instances, many.instances]).toEqual([100, 1600]);
  const scores = (1600 * 4 * many.neurons) / 2 ** 20;
  console.info(`Alive at most: ${few.aliveMegabytes.toFixed(1)} MB with 50 instances, ${many.aliveMegabytes.toFixed(1)} MB with 800, whose scores alone would be ${scores.toFixed(0)} MB; the process grew by ${few.grownMegabytes.toFixed(1)} and ${many.grownMegabytes.toFixed(1)} MB.`);
  // Prompts and what is reported of each stay, some hundred bytes an instance; scores do not.
  expect(many.aliveMegabytes - few.aliveMegabytes).toBeLessThan(4);
  expect(scores).toBeGreaterThan(20);
  expect(many.grownMegabytes).toBeLessThan(scores / 2);
});
