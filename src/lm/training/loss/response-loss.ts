import { add, checkpoint, crossEntropyPerToken, gather, reshape, slice, sum, type Tensor } from "../../../graph/index.ts";
import { noLabel } from "../../data/batches/batch.ts";
import type { ModelGraph } from "../../model/model-graph.ts";
import { crossDecoderHidden, decoderHidden, encoderHidden, type SequenceInputs } from "../../model/sequence-model.ts";
import { headLogits } from "../../model/stack.ts";
import type { LossFunction } from "./loss-function.ts";

/** What a loss over a response reads of a batch. */
export interface ResponseInputs {
  /** [rows, width], int32: what the decoder reads. */
  readonly ids: Tensor;
  /** [rows, width]: where several texts share a row. */
  readonly positions?: Tensor;
  readonly segments?: Tensor;
  /** [rows, encoder width]: what an encoder reads. */
  readonly encoderIds?: Tensor;
  readonly encoderSegments?: Tensor;
  /** [count]: the places, counted row by row, that have a label. */
  readonly places: Tensor;
  /** [count]: the token to be predicted there; −100 fills up. */
  readonly labels: Tensor;
}

/** @see responseLoss */
export interface ResponseLossOptions {
  /** Computes every block, and the head in pieces, once more in the backward pass: less memory, a third more work. */
  readonly recompute?: boolean;
}

/** Places whose logits are there at once where the head is computed in pieces. */
const headPlaces = 256;

/** Cross-entropy of the response's tokens, in nats, summed; of decoders and of encoder–decoders. */
export function responseLoss({ recompute = false }: ResponseLossOptions = {}): LossFunction<ResponseInputs> {
  return (graph, inputs) => {
    const hidden = labelledHidden(graph, inputs, { recompute });
    const lossOf = (rows: Tensor, labels: Tensor): Tensor => sum(crossEntropyPerToken(headLogits(graph, rows), labels, { ignoredLabel: noLabel }));
    const count = inputs.labels.shape[0] as number;
    if (!recompute || count <= headPlaces) return lossOf(hidden, inputs.labels);
    const starts = Array.from({ length: Math.ceil(count / headPlaces) }, (_, piece) => piece * headPlaces);
    return starts
      .map((start) => {
        const stop = Math.min(start + headPlaces, count);
        const labels = slice(inputs.labels, 0, start, stop);
        return checkpoint((rows: Tensor) => lossOf(rows, labels), slice(hidden, 0, start, stop));
      })
      .reduce((total, piece) => add(total, piece));
  };
}

/**
 * Hidden states at the labelled places only, [count, embedding width]: what a loss needs the head for.
 */
export function labelledHidden(graph: ModelGraph, inputs: ResponseInputs, { recompute = false }: ResponseLossOptions = {}): Tensor {
  const { ids, positions, segments, encoderIds, encoderSegments, places } = inputs;
  const block = recompute ? { block: (run: (x: Tensor) => Tensor, x: Tensor): Tensor => checkpoint(run, x) } : {};
  const decoder: SequenceInputs = { ids, ...(positions === undefined ? {} : { positions }), ...(segments === undefined ? {} : { segments }), ...block };
  const encoder = encoderIds === undefined ? undefined : { ids: encoderIds, ...(encoderSegments === undefined ? {} : { segments: encoderSegments }), ...block };
  const hidden = encoder === undefined ? decoderHidden(graph, decoder) : crossDecoderHidden(graph, decoder, encoderHidden(graph, encoder), encoder.segments);
  const [rows, width, features] = hidden.shape as [number, number, number];
  return gather(reshape(hidden, [rows * width, features]), places);
}
