import { add } from "../ops/elementwise.ts";
import { scatterAlong } from "../ops/gather.ts";
import { reshape } from "../ops/shape-and-sum.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The sum of two gradients of one tensor. Rows scattered into zeros (the gradient of an embedding) are scattered into
 * the other gradient instead: for a tied embedding that saves a pass over the whole table.
 */
export function accumulate(a: Tensor, b: Tensor): Tensor {
  return scatterOnto(a, b) ?? scatterOnto(b, a) ?? add(a, b);
}

function scatterOnto(base: Tensor, scattered: Tensor): Tensor | undefined {
  const scatter = scattered.node.operator === "Reshape" ? scattered.node.inputs[0]! : scattered;
  if (scatter.node.operator !== "ScatterElements") return undefined;
  const [zeros, indices, updates] = scatter.node.inputs as [Tensor, Tensor, Tensor];
  if (!isZero(zeros)) return undefined;
  return reshape(scatterAlong(reshape(base, scatter.shape), indices, updates, scatter.node.attributes.axis as number), scattered.shape);
}

function isZero(x: Tensor): boolean {
  if (x.node.operator === "Expand" || x.node.operator === "Reshape") return isZero(x.node.inputs[0]!);
  return x.node.operator === "Constant" && x.node.data!.length === 1 && Number(x.node.data![0]) === 0;
}
