import type { OverTokens } from "./method.ts";

/** One number of a neuron's tokens. */
export function overTokens(values: readonly number[], how: OverTokens): number {
  if (how === "maximum") return values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
