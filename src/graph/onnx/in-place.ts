import { isFloat } from "../tensor/data-type.ts";
import type { Plan, PlannedNode } from "./plan.ts";

/** Operators that write element i of their output after reading element i of their inputs, and nothing else. */
const elementwise: ReadonlySet<string> = new Set(["Add", "Sub", "Mul", "Div"]);

/**
 * ONNX Runtime may merge the sum of a product and a tensor into the product, and a transpose before it too. The whole then
 * does not write element by element, so it must not write over what it reads.
 */
const products: ReadonlySet<string> = new Set(["MatMul", "FusedMatMul", "Gemm"]);

/** Operators that fail on what they are fed: an index may be out of range, a named axis too short. */
const fallible: ReadonlySet<string> = new Set(["Gather", "GatherElements", "ScatterElements", "TensorScatter", "TopK"]);

function isFallible({ operator, outputs }: PlannedNode["node"]): boolean {
  // Whole numbers cannot be divided by 0.
  return fallible.has(operator) || (operator === "Div" && !isFloat(outputs[0]!.dtype));
}

/**
 * Which state may be updated in place: the new value written over the old one. That is right if the new value comes
 * from an elementwise operator, and if every other operator that reads the old value runs before it, which is certain
 * when that operator depends on them. And nothing that can fail may come after it, for a failed step must leave the old
 * value: whatever is fallible must be among what the operator depends on.
 *
 * @param pairs (index of the old value among the inputs, index of the new one among the outputs)
 */
export function updatableInPlace(plan: Plan, pairs: readonly { input: number; output: number }[]): boolean[] {
  const outputs = plan.outputs.map(({ value }) => value);
  const uses = new Uses(plan.nodes);
  return pairs.map(({ input, output }) => {
    const before = plan.inputs[input]!.value;
    const after = outputs[output]!;
    if (outputs.includes(before) || outputs.indexOf(after) !== outputs.lastIndexOf(after)) return false;
    return mayOverwrite(uses, before, after);
  });
}

function mayOverwrite(uses: Uses, before: number, after: number): boolean {
  const writer = uses.producer(after);
  if (writer === undefined || !elementwise.has(uses.nodes[writer]!.node.operator)) return false;
  const factors = uses.productsInto(writer).flatMap((product) => uses.nodes[product]!.inputs);
  if (factors.length > 0 && [...factors, ...uses.nodes[writer]!.inputs].some((value) => uses.origin(value) === before)) return false;
  const others = uses.aliases(before).flatMap((name) => uses.readers(name)).filter((reader) => reader !== writer);
  return uses.dependsOnAll(writer, [...others, ...uses.fallible]);
}

/** Who makes and who reads which value. */
class Uses {
  readonly nodes: readonly PlannedNode[];
  readonly fallible: readonly number[];
  readonly #producers = new Map<number, number>();
  readonly #readers = new Map<number, number[]>();
  readonly #before: number[][];
  readonly #seen: Uint32Array;
  #mark = 0;

  constructor(nodes: readonly PlannedNode[]) {
    this.nodes = nodes;
    this.fallible = [...nodes.keys()].filter((index) => isFallible(nodes[index]!.node));
    for (const [index, node] of nodes.entries()) {
      for (const value of node.outputs) this.#producers.set(value, index);
      for (const value of new Set(node.inputs)) {
        const readers = this.#readers.get(value);
        if (readers === undefined) this.#readers.set(value, [index]);
        else readers.push(index);
      }
    }
    this.#before = nodes.map((node) => node.inputs.flatMap((value) => this.#producers.get(value) ?? []));
    this.#seen = new Uint32Array(nodes.length);
  }

  producer(value: number): number | undefined {
    return this.#producers.get(value);
  }

  /** Matrix products that a node reads, perhaps under another shape. */
  productsInto(node: number): number[] {
    const producers = this.nodes[node]!.inputs.flatMap((input) => this.#producers.get(this.origin(input)) ?? []);
    return producers.filter((producer) => products.has(this.nodes[producer]!.node.operator));
  }

  /** The value before all reshapes and transposes. */
  origin(value: number): number {
    const producer = this.#producers.get(value);
    if (producer === undefined) return value;
    const { node, inputs } = this.nodes[producer]!;
    return node.operator === "Reshape" || node.operator === "Transpose" ? this.origin(inputs[0]!) : value;
  }

  readers(value: number): readonly number[] {
    return this.#readers.get(value) ?? [];
  }

  /** The value and all that share its memory: a reshape is the same elements under another name. */
  aliases(value: number): number[] {
    const reshaped = this.readers(value).filter((reader) => this.nodes[reader]!.node.operator === "Reshape");
    return [value, ...reshaped.flatMap((reader) => this.aliases(this.nodes[reader]!.outputs[0]!))];
  }

  dependsOnAll(node: number, wanted: readonly number[]): boolean {
    this.#mark += 1;
    const pending = [node];
    while (pending.length > 0) {
      for (const before of this.#before[pending.pop()!]!) {
        if (this.#seen[before] === this.#mark) continue;
        this.#seen[before] = this.#mark;
        pending.push(before);
      }
    }
    return wanted.every((other) => this.#seen[other] === this.#mark);
  }
}
