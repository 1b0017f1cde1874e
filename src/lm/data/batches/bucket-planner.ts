import { randomStream } from "../../../stats/index.ts";
import { chooseShapes, type Extent, holds, type ShapeOptions } from "./choose-shapes.ts";
import type { PlannedBatch, Planner, PlannerOptions } from "./plan.ts";

/**
 * Examples of similar length together, one a row. What does not fill a batch of its shape moves on to the next shape
 * that holds it, so that an epoch has at most one batch that is not full: its last.
 */
export function bucketPlanner(extents: readonly Extent[], shapeOptions: ShapeOptions, { seed, rows, last }: PlannerOptions): Planner {
  const shapes = chooseShapes(extents, shapeOptions);
  const bucketOf = extents.map((extent) => shapes.findIndex((shape) => holds(shape, extent)));
  const wider = shapes.map((shape, bucket) => shapes.findIndex((other, index) => index > bucket && holds(other, shape)));
  return {
    batchesPerEpoch: last === "keep" ? Math.ceil(extents.length / rows) : Math.floor(extents.length / rows),
    shapes,
    plan(epoch) {
      const random = randomStream(seed, "order", epoch);
      const buckets: number[][] = shapes.map(() => []);
      for (const example of random.shuffle([...extents.keys()])) buckets[bucketOf[example]!]!.push(example);
      const full: PlannedBatch[] = [];
      let rest: PlannedBatch[] = [];
      for (const [bucket, shape] of shapes.entries()) {
        const examples = buckets[bucket]!;
        const filled = examples.length - (examples.length % rows);
        for (let start = 0; start < filled; start += rows) full.push({ shape, rows: examples.slice(start, start + rows).map((example) => [example]) });
        const left = examples.slice(filled);
        // What moves on goes first there, lest the same examples move on again and again.
        if (wider[bucket]! >= 0) buckets[wider[bucket]!] = [...left, ...buckets[wider[bucket]!]!];
        else if (left.length > 0 && last === "keep") rest = [{ shape, rows: left.map((example) => [example]) }];
      }
      return [...random.child("batches").shuffle(full), ...rest];
    },
  };
}
