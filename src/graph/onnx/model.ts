import { PbfWriter } from "pbf";
import { dataTypes } from "../tensor/data-type.ts";
import type { Shape } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Attribute, Tensor } from "../tensor/tensor.ts";
import type { Plan, PlannedNode } from "./plan.ts";

/** Constants of this many bytes and more stand beside the model instead of in it: protobuf ends at 2 GB. */
const externalFrom = 1 << 16;

const opset = 24;

/** A serialised ONNX model, with the bytes of its large constants beside it. */
export interface OnnxModel {
  bytes: Uint8Array;
  externalData: { path: string; data: Uint8Array }[];
}

/** Field numbers and wire forms are those of onnx.proto (ONNX IR version 10). */
export function writeModel(plan: Plan): OnnxModel {
  const externalData: OnnxModel["externalData"] = [];
  const writer = new PbfWriter();
  writer.writeVarintField(1, 10);
  writer.writeStringField(2, "steadfast");
  writer.writeMessage(7, (_, graph) => writeGraph(plan, externalData, graph), null);
  for (const [domain, version] of [["", opset], ["com.microsoft", 1]] as const) {
    writer.writeMessage(8, (_, operatorSet) => {
      operatorSet.writeStringField(1, domain);
      operatorSet.writeVarintField(2, version);
    }, null);
  }
  return { bytes: writer.finish(), externalData };
}

/** The name of a value in the written graph. */
export function valueName(value: number): string {
  return value < 0 ? "" : `v${value}`;
}

/**
 * The names under which the outputs leave the graph. A computed value leaves as it is; an input or a constant, and a value
 * that is asked for once more, passes through an Identity: no two outputs, and no output and input, share memory.
 */
export function outputNames(plan: Plan): string[] {
  const taken = new Set([...plan.inputs, ...plan.constants].map(({ value }) => value));
  return plan.outputs.map(({ value }, index) => {
    if (taken.has(value)) return `output${index}`;
    taken.add(value);
    return valueName(value);
  });
}

function writeGraph(plan: Plan, externalData: OnnxModel["externalData"], writer: PbfWriter): void {
  const sources = dimensionSources(plan);
  for (const node of plan.nodes) writeNode(node, sources, writer);
  const names = outputNames(plan);
  for (const [index, { value }] of plan.outputs.entries()) {
    if (names[index] !== valueName(value)) writeOperator("Identity", [valueName(value)], [names[index]!], writer);
  }
  writer.writeStringField(2, "graph");
  for (const { value, tensor } of plan.constants) {
    writer.writeMessage(5, (_, initializer) => writeConstant(valueName(value), tensor, externalData, initializer), null);
  }
  for (const { value, tensor } of plan.inputs) writeValue(11, valueName(value), tensor, writer);
  for (const [index, { tensor }] of plan.outputs.entries()) writeValue(12, names[index]!, tensor, writer);
}

/** For each name of a dimension, an input and the axis of it that has that length. */
function dimensionSources(plan: Plan): Map<string, { input: string; axis: number }> {
  const sources = new Map<string, { input: string; axis: number }>();
  for (const { value, tensor } of plan.inputs) {
    for (const [axis, dimension] of tensor.shape.entries()) {
      if (typeof dimension === "string" && !sources.has(dimension)) sources.set(dimension, { input: valueName(value), axis });
    }
  }
  return sources;
}

type DimensionSources = ReturnType<typeof dimensionSources>;

function writeNode(planned: PlannedNode, sources: DimensionSources, writer: PbfWriter): void {
  const { node } = planned;
  if (node.operator === "Size") {
    const name = node.attributes.name as string;
    const source = sources.get(name);
    if (source === undefined) throw graphError("size", `no input has an axis named "${name}"`);
    writeOperator("Shape", [source.input], planned.outputs.map(valueName), writer, { start: source.axis, end: source.axis + 1 });
    return;
  }
  writeOperator(node.operator, planned.inputs.map(valueName), planned.outputs.map(valueName), writer, node.attributes, node.domain);
}

function writeOperator(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  writer: PbfWriter,
  attributes: Readonly<Record<string, Attribute>> = {},
  domain = "",
): void {
  writer.writeMessage(1, (_, node) => {
    for (const input of inputs) node.writeStringField(1, input);
    for (const output of outputs) node.writeStringField(2, output);
    node.writeStringField(3, `${operator}_${outputs[0]}`);
    node.writeStringField(4, operator);
    for (const [name, attribute] of Object.entries(attributes)) node.writeMessage(5, (_, message) => writeAttribute(name, attribute, message), null);
    if (domain !== "") node.writeStringField(7, domain);
  }, null);
}

function writeAttribute(name: string, attribute: Attribute, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof attribute === "number") {
    writer.writeVarintField(3, attribute);
    writer.writeVarintField(20, 2);
  } else if (typeof attribute === "string") {
    writer.writeStringField(4, attribute);
    writer.writeVarintField(20, 3);
  } else if ("float" in attribute) {
    writer.writeFloatField(2, attribute.float);
    writer.writeVarintField(20, 1);
  } else {
    for (const element of attribute) writer.writeVarintField(8, element);
    writer.writeVarintField(20, 7);
  }
}

function writeValue(field: number, name: string, { dtype, shape }: Tensor, writer: PbfWriter): void {
  writer.writeMessage(field, (_, info) => {
    info.writeStringField(1, name);
    info.writeMessage(2, (_, type) => {
      type.writeMessage(1, (_, tensorType) => {
        tensorType.writeVarintField(1, dataTypes[dtype].onnx);
        tensorType.writeMessage(2, (_, message) => writeShape(shape, message), null);
      }, null);
    }, null);
  }, null);
}

function writeShape(shape: Shape, writer: PbfWriter): void {
  for (const dimension of shape) {
    writer.writeMessage(1, (_, message) => {
      if (typeof dimension === "number") message.writeVarintField(1, dimension);
      else message.writeStringField(2, dimension);
    }, null);
  }
}

function writeConstant(name: string, tensor: Tensor, externalData: OnnxModel["externalData"], writer: PbfWriter): void {
  const { data } = tensor.node;
  const bytes = new Uint8Array(data!.buffer, data!.byteOffset, data!.byteLength);
  for (const dimension of tensor.shape) writer.writeVarintField(1, dimension as number);
  writer.writeVarintField(2, dataTypes[tensor.dtype].onnx);
  writer.writeStringField(8, name);
  if (bytes.byteLength < externalFrom) {
    writer.writeBytesField(9, bytes);
    return;
  }
  externalData.push({ path: name, data: bytes });
  for (const [key, value] of [["location", name], ["offset", "0"], ["length", `${bytes.byteLength}`]] as const) {
    writer.writeMessage(13, (_, entry) => {
      entry.writeStringField(1, key);
      entry.writeStringField(2, value);
    }, null);
  }
  writer.writeVarintField(14, 1);
}
