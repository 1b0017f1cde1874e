import { after } from "../ops/after.ts";
import { isFloat } from "../tensor/data-type.ts";
import { makeNode, nextNodeId, type Node, type Tensor } from "../tensor/tensor.ts";
import { leavesOf, mapTree } from "../tensor/tree.ts";
import { accumulate } from "./accumulate.ts";
import { isTensor, propagate, recomputed } from "./grad.ts";

/**
 * Runs a block so that its inner tensors are not kept for the backward pass but computed again there
 * (Chen et al. 2016, arXiv 1604.06174): memory for time. The recomputation is made to depend on the incoming
 * gradient, so neither our own nor ONNX Runtime's removal of repeated nodes can merge it with the first pass, and it
 * cannot be scheduled before the gradient arrives.
 *
 * @param block may also use tensors from outside, such as parameters; they get their gradients
 * @example
 * const next = checkpoint((x) => transformerBlock(parameters, x), hidden);
 */
export function checkpoint<Inputs extends readonly Tensor[], T>(block: (...inputs: Inputs) => T, ...inputs: Inputs): T {
  const start = nextNodeId();
  const result = block(...inputs);
  const outputs = leavesOf(result, isTensor).map((leaf) => leaf.value);
  const captured = capturedTensors(outputs, inputs, start);
  const aliases = makeNode({
    operator: "Identity",
    inputs: [...outputs, ...inputs, ...captured],
    outputs,
    derivative: (gradients) => {
      const first = gradients.find((gradient) => gradient !== undefined)!;
      const late = inputs.map((input) => (isFloat(input.dtype) ? after(input, [first]) : input));
      const again = leavesOf(block(...(late as unknown as Inputs)), isTensor).map((leaf) => leaf.value);
      const arriving = new Map<Tensor, Tensor>();
      for (const [index, gradient] of gradients.entries()) {
        const output = again[index]!;
        const before = arriving.get(output);
        if (gradient !== undefined) arriving.set(output, before === undefined ? gradient : accumulate(before, gradient));
      }
      // What lies before the block is the outer pass's: blocks that share a tensor would count each other's part again.
      const found = propagate(arriving, new Set([...late, ...captured]), { onlyTo: true });
      const capturedGradients = captured.map((tensor) => found.get(tensor));
      // The pass goes on to earlier blocks only when this one's parameters have their gradients and all else is freed.
      const finished = capturedGradients.filter((gradient) => gradient !== undefined);
      const inputGradients = late.map((input) => found.get(input)).map((gradient) => gradient && after(gradient, finished));
      return [...outputs.map(() => undefined), ...inputGradients, ...capturedGradients];
    },
  });
  let next = 0;
  return mapTree(result, isTensor, () => aliases[next++]!) as T;
}

/** Floating-point tensors made before the block that its nodes use beside its inputs. */
function capturedTensors(outputs: readonly Tensor[], inputs: readonly Tensor[], start: number): Tensor[] {
  const captured = new Set<Tensor>();
  const seen = new Set<Node>();
  const pending = [...outputs];
  while (pending.length > 0) {
    const tensor = pending.pop()!;
    if (tensor.node.id < start) {
      if (isFloat(tensor.dtype) && tensor.node.operator !== "Constant") captured.add(tensor);
      continue;
    }
    if (seen.has(tensor.node)) continue;
    seen.add(tensor.node);
    recomputed.add(tensor.node);
    for (const input of tensor.node.inputs) if (input !== undefined) pending.push(input);
  }
  for (const input of inputs) captured.delete(input);
  return [...captured];
}
