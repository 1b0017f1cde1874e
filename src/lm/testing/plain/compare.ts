import { expect } from "vitest";
import type { PlainParameters } from "./parameters.ts";
import { plainConfigurations } from "./plain-configurations.ts";
import { randomParameters } from "./random-checkpoint.ts";

/** One of the plain configurations by its name, with a random checkpoint. */
export function model(name: string): { config: Record<string, unknown>; parameters: PlainParameters } {
  const found = plainConfigurations.find((configuration) => configuration.name === name);
  expect(found, name).toBeDefined();
  const { config } = found!;
  return { config, parameters: randomParameters(config, 1) };
}

/** The largest |left − right| of two tables of logits; NaN where one of them has it. */
export function largestDifference(left: readonly Float64Array[], right: readonly (Float64Array | Float32Array)[]): number {
  expect(left.map((row) => row.length)).toEqual(right.map((row) => row.length));
  return Math.max(...left.flatMap((row, position) => Array.from(row, (value, id) => Math.abs(value - right[position]![id]!))));
}

/** Equal in all that float64 arithmetic in another order leaves. */
export function expectEqual(left: readonly Float64Array[], right: readonly Float64Array[]): void {
  expect(largestDifference(left, right)).toBeLessThan(1e-10);
}
