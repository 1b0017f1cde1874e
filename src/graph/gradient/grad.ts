import { full } from "../ops/shape-and-sum.ts";
import { sameShape } from "../tensor/broadcast.ts";
import { isFloat } from "../tensor/data-type.ts";
import { graphError } from "../tensor/graph-error.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { leavesOf, mapTree } from "../tensor/tree.ts";
import { accumulate } from "./accumulate.ts";

/** The gradient to start from, of the first argument's shape; by default 1, which only a scalar may leave out. */
export interface GradOptions {
  outputGradient?: Tensor;
}

/**
 * Gradients of a scalar with respect to any tensors, inputs or intermediate ones, by reverse-mode differentiation.
 * They are tensors like any other: they can be used in further ops and differentiated again. Where nothing depends on
 * a tensor its gradient is zero.
 *
 * @param targets a tensor, or arrays and objects of tensors; the result has the same nesting
 * @throws SteadfastError `graph-trace` where the first argument is not a scalar or a target is not floating-point
 * @example
 * const { weight, bias } = grad(loss, { weight: w, bias: b });
 * const attribution = multiply(hidden, grad(logProbability, hidden));
 */
export function grad<T>(output: Tensor, targets: T, { outputGradient }: GradOptions = {}): T {
  if (!isFloat(output.dtype)) throw graphError("grad", "what is differentiated must be a floating-point number", [output]);
  if (outputGradient === undefined && output.rank !== 0) throw graphError("grad", "what is differentiated must be a scalar, unless outputGradient is given", [output]);
  if (outputGradient !== undefined && !(sameShape(outputGradient.shape, output.shape) && outputGradient.dtype === output.dtype)) throw graphError("grad", "outputGradient must have the shape and type of what is differentiated", [output, outputGradient]);
  const leaves = leavesOf(targets, isTensor).map((leaf) => leaf.value);
  for (const leaf of leaves) {
    if (!isFloat(leaf.dtype)) throw graphError("grad", "there is no gradient with respect to whole numbers", [leaf]);
    if (recomputed.has(leaf.node)) throw graphError("grad", "the tensor is inside a checkpointed block, which is computed again for the gradient", [leaf], "Return it from the block.");
  }
  const gradients = propagate(new Map([[output, outputGradient ?? full([], 1, output.dtype)]]), new Set(leaves));
  return mapTree(targets, isTensor, (leaf) => gradients.get(leaf) ?? full(leaf.shape, 0, leaf.dtype)) as T;
}

/**
 * From the gradients of some tensors to those of the targets (and of all between): the vector–Jacobian product.
 * Targets that nothing depends on are missing from the result. With `onlyTo` the targets are where it ends: what they were
 * made from is not looked at, even where that leads to another target.
 */
export function propagate(outputGradients: ReadonlyMap<Tensor, Tensor>, targets: ReadonlySet<Tensor>, { onlyTo = false }: { onlyTo?: boolean } = {}): Map<Tensor, Tensor> {
  const gradients = new Map(outputGradients);
  for (const node of nodesBetween([...outputGradients.keys()], targets, onlyTo ? targets : new Set()).reverse()) {
    const outer = node.outputs.map((tensor) => gradients.get(tensor));
    if (node.derivative === "none" || outer.every((gradient) => gradient === undefined)) continue;
    if (node.derivative === "missing") throw graphError("grad", `${node.operator} has no derivative here`, node.outputs, "Named lengths and fused operators for inference are not differentiated: use fixed lengths, or the differentiable op.");
    for (const [index, gradient] of node.derivative(outer, node).entries()) {
      const input = node.inputs[index];
      if (gradient === undefined || input === undefined) continue;
      const before = gradients.get(input);
      gradients.set(input, before === undefined ? gradient : accumulate(before, gradient));
    }
  }
  return gradients;
}

/** Nodes inside checkpointed blocks: what depends on them does so through the block's outputs only. */
export const recomputed: WeakSet<Node> = new WeakSet();

/** The nodes through which the outputs depend on a target, in topological order (that of creation); none before those that make an end. */
function nodesBetween(outputs: readonly Tensor[], targets: ReadonlySet<Tensor>, ends: ReadonlySet<Tensor>): Node[] {
  const reachable = new Set<Node>();
  const pending = outputs.map((output) => output.node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (reachable.has(node) || node.derivative === "none") continue;
    reachable.add(node);
    for (const input of node.inputs) if (input !== undefined && !ends.has(input)) pending.push(input.node);
  }
  const ordered = [...reachable].sort((a, b) => a.id - b.id);
  const leading = new Set<Node>();
  for (const node of ordered) {
    if (node.inputs.some((input) => input !== undefined && (targets.has(input) || leading.has(input.node)))) leading.add(node);
  }
  return ordered.filter((node) => leading.has(node));
}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}
