import { randomStream } from "../../../stats/index.ts";
import { packLengths } from "./pack-lengths.ts";
import type { Planner, PlannerOptions } from "./plan.ts";

/**
 * Several examples in a row, as many as fit. The lengths of each row are settled once; every epoch draws which of the
 * examples of a length goes where, and the order of the rows.
 *
 * @param lengths the places each example takes.
 */
export function packedPlanner(lengths: readonly number[], width: number, { seed, rows, last }: PlannerOptions): Planner {
  const packed = packLengths(lengths, width);
  const batchesPerEpoch = last === "keep" ? Math.ceil(packed.length / rows) : Math.floor(packed.length / rows);
  return {
    batchesPerEpoch,
    shapes: [[width]],
    plan(epoch) {
      const random = randomStream(seed, "order", epoch);
      const waiting = Map.groupBy(random.shuffle([...lengths.keys()]), (example) => lengths[example]!);
      const filled = packed.map((row) => row.map((length) => waiting.get(length)!.pop()!));
      const order = random.child("rows").shuffle(filled);
      return Array.from({ length: batchesPerEpoch }, (_, batch) => ({ shape: [width], rows: order.slice(batch * rows, (batch + 1) * rows) }));
    },
  };
}
