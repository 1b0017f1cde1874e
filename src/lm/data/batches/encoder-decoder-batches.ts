import type { Example } from "../example.ts";
import { type Batches, type EncoderDecoderBatch, noLabel, type Place } from "./batch.ts";
import { batchesOf, type BatchIndex, type BatchOptions, checkBatchOptions } from "./batches.ts";
import { bucketPlanner } from "./bucket-planner.ts";
import { checkBatchSize, checkPositive, exampleTooLong } from "./check.ts";
import type { BucketLayout } from "./decoder-batches.ts";
import type { PlannedBatch } from "./plan.ts";

/** @see encoderDecoderBatches */
export interface EncoderDecoderBatchOptions extends BatchOptions {
  /** What the decoder begins with: `decoder_start_token_id` of the model's configuration. */
  readonly decoderStart: number;
  /** Of both widths. */
  readonly layout?: BucketLayout;
  /** What stands in padding. By default 0, an id of every vocabulary. */
  readonly padding?: number;
}

/**
 * Batches to train an encoder–decoder on, from examples encoded for a reader `encoder`: every example once an epoch, in
 * an order that (seed, epoch) settles. Examples are not packed.
 *
 * @throws SteadfastError `batch-options`, or `example-too-long` for one that fits no row.
 * @example
 * const batches = encoderDecoderBatches(examples, { rows: 8, seed, decoderStart: 0 });
 * const { encoderIds, decoderIds, labels } = batches.batchAt(0);
 */
export function encoderDecoderBatches(examples: readonly Example[], options: EncoderDecoderBatchOptions): Batches<EncoderDecoderBatch> {
  const { rows, seed, last = "keep", decoderStart, padding = 0, layout = { kind: "buckets" } } = options;
  const { multiple = 64, maximumShapes = 8, maximumWidth = Number.MAX_SAFE_INTEGER } = layout;
  checkBatchOptions(options, examples);
  checkPositive("The multiple of widths", multiple);
  checkPositive("The number of shapes", maximumShapes);
  checkPositive("The width of a row", maximumWidth);
  for (const { promptLength, responseLength, line } of examples) {
    const longer = Math.max(promptLength, responseLength);
    if (longer > maximumWidth) throw exampleTooLong(line, longer, maximumWidth);
  }
  const extents = examples.map(({ promptLength, responseLength }) => [promptLength, responseLength]);
  const planner = bucketPlanner(extents, { multiple, maximumShapes, maximumWidth }, { rows, seed, last });
  for (const width of planner.shapes.flat()) checkBatchSize(rows, width);
  return batchesOf({ planner, rows, tokens: (example) => examples[example]!.ids.length, fill });

  function fill(planned: PlannedBatch, index: BatchIndex): EncoderDecoderBatch {
    const [encoderWidth, decoderWidth] = planned.shape as [number, number];
    const encoderIds = new Int32Array(rows * encoderWidth).fill(padding);
    const encoderSegments = new Int32Array(rows * encoderWidth);
    const decoderIds = new Int32Array(rows * decoderWidth).fill(padding);
    const decoderSegments = new Int32Array(rows * decoderWidth);
    const labels = new Int32Array(rows * decoderWidth).fill(noLabel);
    const places: Place[] = [];
    let responseTokens = 0;
    for (const [row, [example]] of planned.rows.entries()) {
      const { ids, promptLength, responseLength, line } = examples[example!]!;
      const [encoderOffset, decoderOffset] = [row * encoderWidth, row * decoderWidth];
      encoderIds.set(ids.subarray(0, promptLength), encoderOffset);
      encoderSegments.fill(1, encoderOffset, encoderOffset + promptLength);
      decoderIds[decoderOffset] = decoderStart;
      decoderIds.set(ids.subarray(promptLength, -1), decoderOffset + 1);
      decoderSegments.fill(1, decoderOffset, decoderOffset + responseLength);
      labels.set(ids.subarray(promptLength), decoderOffset);
      places.push({ example: example!, line, row, start: 0 });
      responseTokens += responseLength;
    }
    return { ...index, rows, encoderWidth, decoderWidth, encoderIds, encoderSegments, decoderIds, decoderSegments, labels, responseTokens, places };
  }
}
