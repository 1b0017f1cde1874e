import type { Rows } from "./rows.ts";

/** How one attention differs from another. */
export interface AttentionKind {
  /** Heads of the queries, and heads of the keys and values: neighbouring query heads share one of those. */
  heads: number;
  keyHeads: number;
  /** What the product of query and key is multiplied by. */
  scale: number;
  /** Added to the scaled product; −∞ forbids the key. */
  bias: (head: number, query: number, key: number) => number;
}

/** Softmax(scale·q·k + bias)·v head by head (Vaswani et al. 2017, 3.2); rows hold their heads side by side. */
export function attention(queries: Rows, keys: Rows, values: Rows, { heads, keyHeads, scale, bias }: AttentionKind): Rows {
  const width = queries[0]!.length / heads;
  return queries.map((query, queryPosition) => {
    const result = new Float64Array(heads * width);
    for (let head = 0; head < heads; head += 1) {
      const keyHead = Math.floor(head / (heads / keyHeads));
      const scores = keys.map((key, keyPosition) => {
        let product = 0;
        for (let channel = 0; channel < width; channel += 1) product += query[head * width + channel]! * key[keyHead * width + channel]!;
        return scale * product + bias(head, queryPosition, keyPosition);
      });
      for (const [keyPosition, weight] of softmax(scores).entries()) {
        for (let channel = 0; channel < width; channel += 1) result[head * width + channel]! += weight * values[keyPosition]![keyHead * width + channel]!;
      }
    }
    return result;
  });
}

/** Every position sees itself and those before. */
export function causal(_head: number, query: number, key: number): number {
  return key <= query ? 0 : Number.NEGATIVE_INFINITY;
}

/** Every position sees `window` positions, of which it is the last itself. */
export function causalWithin(window: number): AttentionKind["bias"] {
  return (_head, query, key) => (key <= query && query - key < window ? 0 : Number.NEGATIVE_INFINITY);
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
