import { graphError } from "../tensor/graph-error.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";

/** One operator of the graph that will be written: inputs and outputs by the number of their value; −1 where absent. */
export interface PlannedNode {
  readonly node: Node;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** What is left of a traced function once dead and repeated nodes are gone. */
export interface Plan {
  readonly inputs: readonly { value: number; tensor: Tensor }[];
  readonly constants: readonly { value: number; tensor: Tensor }[];
  readonly nodes: readonly PlannedNode[];
  /**
   * The outputs in the order asked for; one value may stand more than once. Where a fixed shape was asked for by a
   * reshape at the very end, the tensor is the one before it, of the same elements.
   */
  readonly outputs: readonly { value: number; tensor: Tensor }[];
}

/**
 * Orders the nodes that the outputs need, each computation once: nodes that apply the same operator with the same
 * attributes to the same values are one, equal small constants are one, `Identity` stands for its first input.
 */
export function planGraph(inputs: readonly Tensor[], outputs: readonly Tensor[], { keepReshapes = false }: { keepReshapes?: boolean } = {}): Plan {
  const planner = new Planner(inputs);
  const sources = keepReshapes ? outputs : outputs.map(beforeReshape);
  for (const node of neededNodes(sources)) planner.place(node);
  const { nodes, constants } = planner;
  return {
    inputs: inputs.map((tensor) => ({ value: planner.valueOf(tensor), tensor })),
    constants,
    nodes,
    outputs: sources.map((tensor) => ({ value: planner.valueOf(tensor), tensor })),
  };
}

/** A reshape just before the graph ends would be a copy; whoever reads the output can give it its shape for nothing. */
function beforeReshape(tensor: Tensor): Tensor {
  const { node } = tensor;
  const fixed = tensor.shape.every((dimension) => typeof dimension === "number");
  return (node.operator === "Reshape" || node.operator === "Identity") && fixed ? beforeReshape(node.inputs[tensor.index]!) : tensor;
}

/** The nodes that the tensors need, in order of creation, inputs aside. */
function neededNodes(tensors: readonly Tensor[]): Node[] {
  const needed = new Set<Node>();
  const pending = tensors.map((tensor) => tensor.node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (needed.has(node) || node.operator === "Input") continue;
    needed.add(node);
    // An alias's further inputs serve its derivative only.
    const inputs = node.operator === "Identity" ? node.inputs.slice(0, node.outputs.length) : node.inputs;
    for (const input of inputs) if (input !== undefined) pending.push(input.node);
  }
  return [...needed].sort((a, b) => a.id - b.id);
}

/** JSON has no word for infinities and NaN, and one for both zeros. */
function exactNumbers(_key: string, value: unknown): unknown {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? `number ${Object.is(value, -0) ? "-0" : value}` : value;
}

/** Gives numbers to values, the same number to what is the same computation. */
class Planner {
  readonly nodes: PlannedNode[] = [];
  readonly constants: { value: number; tensor: Tensor }[] = [];
  readonly #values = new Map<Tensor, number>();
  readonly #computed = new Map<string, readonly number[]>();
  readonly #smallConstants = new Map<string, number>();
  #next = 0;

  constructor(inputs: readonly Tensor[]) {
    for (const input of inputs) this.#values.set(input, this.#next++);
  }

  valueOf(tensor: Tensor): number {
    const value = this.#values.get(tensor);
    if (value === undefined) throw graphError("compile", "a tensor of another traced function was used", [tensor], "Pass it as an argument.");
    return value;
  }

  place(node: Node): void {
    if (node.operator === "Identity") {
      for (const [index, output] of node.outputs.entries()) this.#values.set(output, this.valueOf(node.inputs[index]!));
    } else if (node.operator === "Constant") {
      this.#values.set(node.outputs[0]!, this.#constant(node.outputs[0]!));
    } else {
      this.#operator(node);
    }
  }

  #operator(node: Node): void {
    const inputs = node.inputs.map((input) => (input === undefined ? -1 : this.valueOf(input)));
    const key = `${node.domain}:${node.operator}(${inputs.join()})${JSON.stringify(node.attributes, exactNumbers)}`;
    const known = this.#computed.get(key);
    const outputs = known ?? node.outputs.map(() => this.#next++);
    for (const [index, output] of node.outputs.entries()) this.#values.set(output, outputs[index]!);
    if (known !== undefined) return;
    this.#computed.set(key, outputs);
    this.nodes.push({ node, inputs, outputs });
  }

  #constant(tensor: Tensor): number {
    const { data } = tensor.node;
    const key = data!.length <= 16 ? `${tensor.dtype}[${tensor.shape.join()}]${[...data!].map((element) => (Object.is(element, -0) ? "-0" : String(element))).join()}` : undefined;
    const known = key === undefined ? undefined : this.#smallConstants.get(key);
    if (known !== undefined) return known;
    const value = this.#next++;
    if (key !== undefined) this.#smallConstants.set(key, value);
    this.constants.push({ value, tensor });
    return value;
  }
}
