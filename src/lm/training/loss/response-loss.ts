import { checkpoint, crossEntropyPerToken, gather, reshape, sum, type Tensor } from "../../../graph/index.ts";
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
  /** Computes every block once more in the backward pass instead of keeping what it needs. */
  readonly recompute?: boolean;
}

/**
 * Cross-entropy of the response's tokens, in nats, summed; of decoders and of encoder–decoders.
 *
 * @example
 * const trainer = createTrainer({ trainable, loss: responseLoss({ recompute: true }), schedule: constantSchedule(1e-4) });
 */
export function responseLoss({ recompute = false }: ResponseLossOptions = {}): LossFunction<ResponseInputs> {
  return (graph, inputs) => sum(crossEntropyPerToken(headLogits(graph, labelledHidden(graph, inputs, { recompute })), inputs.labels, { ignoredLabel: noLabel }));
}

/**
 * Hidden states at the labelled places only, [count, embedding width]: what a loss needs the head for.
 *
 * @example
 * const loss: LossFunction<ResponseInputs> = (graph, inputs) => sum(crossEntropyPerToken(headLogits(graph, labelledHidden(graph, inputs)), inputs.labels));
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
