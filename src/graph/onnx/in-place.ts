import type { Plan, PlannedNode } from "./plan.ts";

/** Operators that write element i of their output after reading element i of their inputs, and nothing else. */
const elementwise: ReadonlySet<string> = new Set(["Add", "Sub", "Mul", "Div"]);

/**
 * Which state may be updated in place: the new value written over the old one. That is right if the new value comes
 * from an elementwise operator, and if every other operator that reads the old value runs before it, which is certain
 * when that operator depends on them.
 *
 * @param pairs (index of the old value among the inputs, index of the new one among the outputs)
 */
export function updatableInPlace(plan: Plan, pairs: readonly { input: number; output: number }[]): boolean[] {
  const producers = new Map<number, number>();
  const consumers = new Map<number, number[]>();
  for (const [index, node] of plan.nodes.entries()) {
    for (const value of node.outputs) producers.set(value, index);
    for (const value of readBy(node)) consumers.set(value, [...(consumers.get(value) ?? []), index]);
  }
  const outputs = plan.outputs.map(({ value }) => value);
  const ancestors = new Ancestors(plan, producers);
  return pairs.map(({ input, output }) => {
    const before = plan.inputs[input]!.value;
    const after = outputs[output]!;
    const writer = producers.get(after);
    if (writer === undefined || outputs.includes(before) || outputs.indexOf(after) !== outputs.lastIndexOf(after)) return false;
    if (!elementwise.has(plan.nodes[writer]!.node.operator)) return false;
    const others = (consumers.get(before) ?? []).filter((reader) => reader !== writer);
    return others.length === 0 || ancestors.includeAll(writer, others);
  });
}

/** Everything a node reads, bodies of nodes included. */
function readBy(node: PlannedNode): Set<number> {
  const read = new Set(node.inputs);
  for (const inner of node.body?.nodes ?? []) for (const value of readBy(inner)) read.add(value);
  return read;
}

class Ancestors {
  readonly #inputs: number[][];
  readonly #seen: Uint32Array;
  #mark = 0;

  constructor(plan: Plan, producers: ReadonlyMap<number, number>) {
    this.#inputs = plan.nodes.map((node) => [...readBy(node)].flatMap((value) => producers.get(value) ?? []));
    this.#seen = new Uint32Array(plan.nodes.length);
  }

  includeAll(node: number, wanted: readonly number[]): boolean {
    this.#mark += 1;
    const pending = [node];
    while (pending.length > 0) {
      for (const before of this.#inputs[pending.pop()!]!) {
        if (this.#seen[before] === this.#mark) continue;
        this.#seen[before] = this.#mark;
        pending.push(before);
      }
    }
    return wanted.every((other) => this.#seen[other] === this.#mark);
  }
}
