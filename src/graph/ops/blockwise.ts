import { productOf } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeNode, makeTensor, type Tensor } from "../tensor/tensor.ts";
import { fixedShape } from "./constant.ts";
import { reshape } from "./shape-and-sum.ts";

/** Elements that a block has, about: a dozen float32 arrays of this length fit into a core's second-level cache. */
const targetLength = 1 << 15;

/**
 * Applies an elementwise function of several tensors of one shape block by block, so that what lies between the ops
 * stays in the processor's cache instead of going through memory once an op. For inference and for optimisers: no
 * gradient flows through.
 *
 * @param compute from blocks (of one axis) to blocks; scalars from outside may be used in it
 * @example
 * const [next] = blockwise([parameter, gradient], ([p, g]) => [subtract(p, multiply(g, rate))]);
 */
export function blockwise(tensors: readonly Tensor[], compute: (blocks: Tensor[]) => readonly Tensor[]): Tensor[] {
  const first = tensors[0]!;
  const shape = fixedShape("blockwise", first.shape);
  for (const tensor of tensors) if (productOf(tensor.shape) !== productOf(shape)) throw graphError("blockwise", "the tensors must have one number of elements", tensors);
  const count = productOf(shape) as number;
  const length = blockLength(count);
  if (length === undefined) return compute(tensors.map((tensor) => reshape(tensor, [count]))).map((result) => reshape(result, shape));
  const inputs = tensors.map(({ dtype }) => makeTensor({ operator: "Input", inputs: [], dtype, shape: [length], derivative: "none" }));
  const outputs = compute(inputs);
  const blocks = count / length;
  const results = makeNode({
    operator: "Scan",
    inputs: tensors.map((tensor) => reshape(tensor, [blocks, length])),
    attributes: { body: { body: { inputs, outputs } }, num_scan_inputs: inputs.length },
    outputs: outputs.map(({ dtype }) => ({ dtype, shape: [blocks, length] })),
    derivative: "none",
  });
  return results.map((result) => reshape(result, shape));
}

/** The divisor of the count nearest to the target by ratio; undefined where a single block or no good divisor is left. */
function blockLength(count: number): number | undefined {
  if (count < 2 * targetLength) return undefined;
  let best: number | undefined;
  for (let length = targetLength / 4; length <= targetLength * 4; length += 1) {
    if (count % length === 0 && (best === undefined || distance(length) < distance(best))) best = length;
  }
  return best;
}

function distance(length: number): number {
  return Math.abs(Math.log(length / targetLength));
}
