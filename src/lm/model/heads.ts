import { reshape, type Shape, type Tensor, transpose } from "../../graph/index.ts";

/** [batch · sequence, heads · width] → [batch, sequence, heads, width], of the shape [batch, sequence]. */
export function splitHeads(x: Tensor, shape: Shape, heads: number, width: number): Tensor {
  return reshape(x, [...shape, heads, width]);
}

/** [batch, sequence, heads, width] → [batch, heads, sequence, width]. */
export function headsFirst(x: Tensor): Tensor {
  return transpose(x, [0, 2, 1, 3]);
}

/** [batch, heads, sequence, width] → [batch · sequence, heads · width]. */
export function joinHeads(x: Tensor): Tensor {
  const [, heads, , width] = x.shape as [unknown, number, unknown, number];
  return reshape(headsFirst(x), [-1, heads * width]);
}
