import type { Attribute, Node, Subgraph, Tensor } from "../tensor/tensor.ts";

/** One operator of the graph that will be written: inputs and outputs by the number of their value; −1 where absent. */
export interface PlannedNode {
  readonly node: Node;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Of a node that holds a graph: that graph. */
  readonly body?: PlannedBody;
}

export interface PlannedBody {
  readonly inputs: readonly { value: number; tensor: Tensor }[];
  readonly nodes: readonly PlannedNode[];
  readonly outputs: readonly { value: number; tensor: Tensor }[];
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
  const numbering = new Numbering();
  const values = new Map<Tensor, number>();
  const planned = inputs.map((tensor) => ({ value: numbering.fresh(), tensor }));
  for (const { tensor, value } of planned) values.set(tensor, value);
  const nodes: PlannedNode[] = [];
  const sources = keepReshapes ? outputs : outputs.map(beforeReshape);
  placeNodes(sources, values, nodes, numbering, () => true);
  return { inputs: planned, constants: numbering.constants, nodes, outputs: sources.map((tensor) => ({ value: values.get(tensor)!, tensor })) };
}

/** A reshape just before the graph ends would be a copy; whoever reads the output can give it its shape for nothing. */
function beforeReshape(tensor: Tensor): Tensor {
  const { node } = tensor;
  const fixed = tensor.shape.every((dimension) => typeof dimension === "number");
  return (node.operator === "Reshape" || node.operator === "Identity") && fixed ? beforeReshape(node.inputs[tensor.index]!) : tensor;
}

/** Adds the nodes that the tensors need to `nodes`, in order, giving each of their values a number. */
function placeNodes(tensors: readonly Tensor[], values: Map<Tensor, number>, nodes: PlannedNode[], numbering: Numbering, belongs: (node: Node) => boolean): void {
  for (const node of neededNodes(tensors, values, belongs)) {
    if (node.operator === "Identity") {
      for (const [index, output] of node.outputs.entries()) values.set(output, values.get(node.inputs[index]!)!);
    } else if (node.operator === "Constant") {
      values.set(node.outputs[0]!, numbering.constant(node.outputs[0]!));
    } else {
      placeNode(node, values, nodes, numbering);
    }
  }
}

function placeNode(node: Node, values: Map<Tensor, number>, nodes: PlannedNode[], numbering: Numbering): void {
  const inputs = node.inputs.map((input) => (input === undefined ? -1 : values.get(input)!));
  const subgraph = bodyOf(node);
  const body = subgraph && planBody(subgraph, values, numbering);
  const key = body === undefined ? `${node.domain}:${node.operator}(${inputs.join()})${JSON.stringify(node.attributes)}` : undefined;
  const known = key === undefined ? undefined : numbering.computed.get(key);
  const outputs = known ?? node.outputs.map(() => numbering.fresh());
  for (const [index, output] of node.outputs.entries()) values.set(output, outputs[index]!);
  if (known !== undefined) return;
  if (key !== undefined) numbering.computed.set(key, outputs);
  nodes.push({ node, inputs, outputs, ...(body === undefined ? {} : { body }) });
}

/** A body's own nodes are those that depend on its inputs; all else was placed in the graph around it. */
function planBody(subgraph: Subgraph, outer: Map<Tensor, number>, numbering: Numbering): PlannedBody {
  const values = new Map(outer);
  const inputs = subgraph.inputs.map((tensor) => ({ value: numbering.fresh(), tensor }));
  for (const { tensor, value } of inputs) values.set(tensor, value);
  const nodes: PlannedNode[] = [];
  const inside = dependents(subgraph);
  const scope = numbering.scope();
  placeNodes(subgraph.outputs, values, nodes, scope, (node) => inside.has(node) || node.operator === "Constant");
  return { inputs, nodes, outputs: subgraph.outputs.map((tensor) => ({ value: values.get(tensor)!, tensor })) };
}

/** Nodes, in order of creation, that the tensors need and that have no number yet. */
function neededNodes(tensors: readonly Tensor[], values: ReadonlyMap<Tensor, number>, belongs: (node: Node) => boolean): Node[] {
  const needed = new Set<Node>();
  const pending = [...tensors];
  while (pending.length > 0) {
    const tensor = pending.pop()!;
    if (values.has(tensor) || needed.has(tensor.node) || !belongs(tensor.node)) continue;
    needed.add(tensor.node);
    // An alias's further inputs serve its derivative only.
    const inputs = tensor.node.operator === "Identity" ? tensor.node.inputs.slice(0, tensor.node.outputs.length) : tensor.node.inputs;
    for (const input of inputs) if (input !== undefined) pending.push(input);
    const body = bodyOf(tensor.node);
    if (body !== undefined) pending.push(...capturedBy(body));
  }
  return [...needed].sort((a, b) => a.id - b.id);
}

/** The nodes of a body that depend on its inputs. */
function dependents(body: Subgraph): Set<Node> {
  const all = new Set<Node>();
  const pending = body.outputs.map((output) => output.node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (all.has(node)) continue;
    all.add(node);
    for (const input of node.inputs) if (input !== undefined) pending.push(input.node);
  }
  const own = new Set<Tensor>(body.inputs);
  const inside = new Set<Node>();
  for (const node of [...all].sort((a, b) => a.id - b.id)) {
    if (node.inputs.some((input) => input !== undefined && (own.has(input) || inside.has(input.node)))) inside.add(node);
  }
  return inside;
}

/** Tensors of the graph around a body that the body uses. */
function capturedBy(body: Subgraph): Tensor[] {
  const inside = dependents(body);
  const own = new Set<Tensor>(body.inputs);
  const captured = new Set<Tensor>();
  for (const node of inside) {
    for (const input of node.inputs) if (input !== undefined && !own.has(input) && !inside.has(input.node)) captured.add(input);
  }
  for (const output of body.outputs) if (!own.has(output) && !inside.has(output.node)) captured.add(output);
  return [...captured];
}

function bodyOf(node: Node): Subgraph | undefined {
  const body = node.attributes.body as Attribute | undefined;
  return typeof body === "object" && "body" in body ? body.body : undefined;
}

/** Numbers for values, and what has been computed so far. */
class Numbering {
  readonly computed: Map<string, readonly number[]>;
  readonly constants: { value: number; tensor: Tensor }[];
  readonly #small: Map<string, number>;
  readonly #counter: { next: number };

  constructor(parent?: Numbering) {
    this.computed = new Map(parent?.computed);
    this.constants = parent?.constants ?? [];
    this.#small = parent === undefined ? new Map() : parent.#small;
    this.#counter = parent === undefined ? { next: 0 } : parent.#counter;
  }

  /** For a body: what was computed outside can be used inside, but not the other way round. */
  scope(): Numbering {
    return new Numbering(this);
  }

  fresh(): number {
    return this.#counter.next++;
  }

  constant(tensor: Tensor): number {
    const { data } = tensor.node;
    const key = data!.length <= 16 ? `${tensor.dtype}[${tensor.shape.join()}]${[...data!].map((element) => (Object.is(element, -0) ? "-0" : String(element))).join()}` : undefined;
    const known = key === undefined ? undefined : this.#small.get(key);
    if (known !== undefined) return known;
    const value = this.fresh();
    if (key !== undefined) this.#small.set(key, value);
    this.constants.push({ value, tensor });
    return value;
  }
}
