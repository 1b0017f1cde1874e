import { reshape, type Tensor, transpose } from "../../graph/index.ts";

/** [batch, sequence, heads · width] → [batch, sequence, heads, width]. */
export function splitHeads(x: Tensor, heads: number, width: number): Tensor {
  return reshape(x, [...x.shape.slice(0, 2), heads, width]);
}

/** [batch, sequence, heads, width] → [batch, heads, sequence, width]. */
export function headsFirst(x: Tensor): Tensor {
  return transpose(x, [0, 2, 1, 3]);
}

/** [batch, heads, sequence, width] → [batch, sequence, heads · width]. */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, sequence, width] = x.shape as [Tensor["shape"][number], number, Tensor["shape"][number], number];
  return reshape(headsFirst(x), [batch, sequence, heads * width]);
}
