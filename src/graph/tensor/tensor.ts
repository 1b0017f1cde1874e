import type { DataType, TypedArray } from "./data-type.ts";
import type { Shape } from "./dimension.ts";

/** What an ONNX attribute can hold here. Numbers are integers unless wrapped in `float`. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * The derivative of a node, written in ops: from the gradient of each output (undefined where none flows)
 * to the gradient of each input (undefined where none flows).
 */
export type Derivative = (gradients: readonly (Tensor | undefined)[], node: Node) => readonly (Tensor | undefined)[];

/** One ONNX operator applied to tensors. Nodes are immutable; a function over tensors only ever makes new ones. */
export interface Node {
  /** Creation order, which is a topological order. */
  readonly id: number;
  /** An ONNX operator, or one of the three that are resolved when the graph is written: `Input`, `Constant`, `Size`. */
  readonly operator: string;
  readonly domain: "" | "com.microsoft";
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
  /** `"none"`: constant by nature, no gradient flows. `"missing"`: there would be one, and asking for it is an error. */
  readonly derivative: Derivative | "none" | "missing";
  /** Of a `Constant`: its elements. */
  readonly data?: TypedArray;
}

/**
 * A symbolic tensor: a value that will exist when the compiled graph runs.
 *
 * @example
 * const total = (x: Tensor): Tensor => sum(multiply(x, x));
 * const { data } = await compile(total)(tensorValue("float32", [2], [3, 4])); // [25]
 */
export class Tensor {
  readonly dtype: DataType;
  /** Lengths along the axes; names stand for lengths that are known only while running. */
  readonly shape: Shape;
  readonly node: Node;
  /** Which of the node's outputs this is. */
  readonly index: number;

  constructor(node: Node, index: number, dtype: DataType, shape: Shape) {
    this.node = node;
    this.index = index;
    this.dtype = dtype;
    this.shape = shape;
  }

  get rank(): number {
    return this.shape.length;
  }
}

/** Data type and shape of a tensor that does not exist yet. */
export interface TensorType {
  readonly dtype: DataType;
  readonly shape: Shape;
}

let created = 0;

/** The id that the next node will have: nodes made from now on have this or a greater one. */
export function nextNodeId(): number {
  return created;
}

/** How a node is made. `outputs` are the types of its outputs, in ONNX's order. */
export interface NodeDefinition {
  operator: string;
  domain?: "" | "com.microsoft";
  inputs: readonly (Tensor | undefined)[];
  attributes?: Attributes;
  outputs: readonly TensorType[];
  derivative: Derivative | "none" | "missing";
  data?: TypedArray;
}

/** Adds a node to the graph and returns its outputs. Only ops call this. */
export function makeNode(definition: NodeDefinition): readonly Tensor[] {
  const { operator, domain = "", inputs, attributes = {}, outputs: types, derivative, data } = definition;
  const outputs: Tensor[] = [];
  const node: Node = { id: created, operator, domain, inputs, attributes, outputs, derivative, ...(data === undefined ? {} : { data }) };
  created += 1;
  for (const [index, { dtype, shape }] of types.entries()) outputs.push(new Tensor(node, index, dtype, shape));
  return outputs;
}

/** `makeNode` for the common case of one output. */
export function makeTensor(definition: Omit<NodeDefinition, "outputs"> & TensorType): Tensor {
  const { dtype, shape, ...rest } = definition;
  return makeNode({ ...rest, outputs: [{ dtype, shape }] })[0]!;
}
