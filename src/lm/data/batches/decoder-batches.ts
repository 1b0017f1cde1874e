import type { Example } from "../example.ts";
import { type Batches, type DecoderBatch, noLabel, type Place } from "./batch.ts";
import { batchesOf, type BatchIndex, type BatchOptions, checkBatchOptions } from "./batches.ts";
import { bucketPlanner } from "./bucket-planner.ts";
import { checkBatchSize, checkPositive, exampleTooLong } from "./check.ts";
import { packedPlanner } from "./packed-planner.ts";
import type { PlannedBatch, Planner } from "./plan.ts";

/** Examples of similar length together, one a row. */
export interface BucketLayout {
  readonly kind: "buckets";
  /** Widths are multiples of it. By default 64. */
  readonly multiple?: number;
  /** Batches have at most so many shapes. By default 8. */
  readonly maximumShapes?: number;
  /** No width is above it, even where it is no multiple: the positions that the model has. */
  readonly maximumWidth?: number;
}

/** Several examples one behind the other in rows of one width. */
export interface PackedLayout {
  readonly kind: "packed";
  readonly width: number;
}

/** @see decoderBatches */
export interface DecoderBatchOptions extends BatchOptions {
  /** By default buckets. */
  readonly layout?: BucketLayout | PackedLayout;
  /** What stands in padding. By default 0, an id of every vocabulary. */
  readonly padding?: number;
}

/**
 * Batches to train a decoder on: every example once an epoch, in an order that (seed, epoch) settles.
 *
 * @throws SteadfastError `batch-options`, or `example-too-long` for one that fits no row.
 * @example
 * const batches = decoderBatches(examples, { rows: 8, seed, layout: { kind: "packed", width: 512 } });
 * for (let step = resumedAt; step < epochs * batches.batchesPerEpoch; step++) train(batches.batchAt(step));
 */
export function decoderBatches(examples: readonly Example[], options: DecoderBatchOptions): Batches<DecoderBatch> {
  const { rows, seed, last = "keep", layout = { kind: "buckets" }, padding = 0 } = options;
  checkBatchOptions(options, examples);
  const lengths = examples.map(({ ids }) => ids.length - 1);
  const planner = plannerOf(layout, lengths, examples, { rows, seed, last });
  checkBatchSize(rows, Math.max(...planner.shapes.map(([width]) => width!)));
  return batchesOf({ planner, rows, tokens: (example) => lengths[example]!, fill });

  function fill(planned: PlannedBatch, index: BatchIndex): DecoderBatch {
    const width = planned.shape[0]!;
    const ids = new Int32Array(rows * width).fill(padding);
    const labels = new Int32Array(rows * width).fill(noLabel);
    const positions = new Int32Array(rows * width);
    const segments = new Int32Array(rows * width);
    const places: Place[] = [];
    let responseTokens = 0;
    for (const [row, members] of planned.rows.entries()) {
      let start = 0;
      for (const [order, example] of members.entries()) {
        const { ids: tokens, promptLength, responseLength, line } = examples[example]!;
        const length = tokens.length - 1;
        const offset = row * width + start;
        ids.set(tokens.subarray(0, length), offset);
        // The prompt's last token predicts the first of the response.
        labels.set(tokens.subarray(promptLength), offset + promptLength - 1);
        for (let position = 0; position < length; position++) positions[offset + position] = position;
        segments.fill(order + 1, offset, offset + length);
        places.push({ example, line, row, start });
        responseTokens += responseLength;
        start += length;
      }
    }
    return { ...index, rows, width, ids, labels, positions, segments, responseTokens, places };
  }
}

function plannerOf(layout: BucketLayout | PackedLayout, lengths: readonly number[], examples: readonly Example[], options: { rows: number; seed: number; last: "keep" | "drop" }): Planner {
  const widest = layout.kind === "packed" ? layout.width : (layout.maximumWidth ?? Number.MAX_SAFE_INTEGER);
  checkPositive("The width of a row", widest);
  const tooLong = lengths.findIndex((length) => length > widest);
  if (tooLong >= 0) throw exampleTooLong(examples[tooLong]!.line, lengths[tooLong]!, widest);
  if (layout.kind === "packed") {
    checkBatchSize(options.rows, widest);
    return packedPlanner(lengths, widest, options);
  }
  const { multiple = 64, maximumShapes = 8 } = layout;
  checkPositive("The multiple of widths", multiple);
  checkPositive("The number of shapes", maximumShapes);
  return bucketPlanner(lengths.map((length) => [length]), { multiple, maximumShapes, maximumWidth: widest }, options);
}
