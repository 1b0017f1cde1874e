import { type TensorValue, tensorValue, type ValuesOf } from "../../../graph/index.ts";
import type { DecoderBatch, EncoderDecoderBatch } from "../../data/batches/batch.ts";
import { countLabels, labelledPlaces, paddedCount } from "./labelled-places.ts";
import type { ResponseInputs } from "./response-loss.ts";

/**
 * A batch as the inputs of `responseLoss`, cut into micro-batches of equally many rows and equal shapes.
 *
 * @param pieces a divisor of the batch's rows.
 * @example
 * responseInputs(batch, 2).length; // 2
 */
export function responseInputs(batch: DecoderBatch | EncoderDecoderBatch, pieces: number): ValuesOf<ResponseInputs>[] {
  const rows = batch.rows / pieces;
  const width = "width" in batch ? batch.width : batch.decoderWidth;
  const cut = (all: Int32Array, piece: number): Int32Array => all.subarray((piece * all.length) / pieces, ((piece + 1) * all.length) / pieces);
  const labels = Array.from({ length: pieces }, (_, piece) => cut(batch.labels, piece));
  const count = paddedCount(Math.max(...labels.map(countLabels)), rows * width);
  return labels.map((ofPiece, piece) => {
    const rowsOf = (all: Int32Array): TensorValue => tensorValue("int32", [rows, all.length / batch.rows], cut(all, piece));
    const labelled = labelledPlaces(ofPiece, count);
    const texts = "width" in batch ? decoderInputs(batch, rowsOf) : encoderDecoderInputs(batch, rowsOf);
    return { ...texts, places: tensorValue("int32", [count], labelled.places), labels: tensorValue("int32", [count], labelled.labels) };
  });
}

type Texts = Omit<ValuesOf<ResponseInputs>, "places" | "labels">;

/** One text a row needs neither segments nor positions: padding stands behind it, where a causal model does not look. */
function decoderInputs(batch: DecoderBatch, rowsOf: (all: Int32Array) => TensorValue): Texts {
  const packed = batch.places.some(({ start }) => start > 0);
  return { ids: rowsOf(batch.ids), ...(packed ? { positions: rowsOf(batch.positions), segments: rowsOf(batch.segments) } : {}) };
}

function encoderDecoderInputs(batch: EncoderDecoderBatch, rowsOf: (all: Int32Array) => TensorValue): Texts {
  return { ids: rowsOf(batch.decoderIds), segments: rowsOf(batch.decoderSegments), encoderIds: rowsOf(batch.encoderIds), encoderSegments: rowsOf(batch.encoderSegments) };
}
