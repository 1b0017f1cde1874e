import { constant, reshape, type Tensor } from "../../graph/index.ts";
import { crossKeyValues, headLogits, stackHidden, type StackInputs } from "./stack.ts";
import type { ModelGraph } from "./model-graph.ts";
import { attendAcrossSequence, attendInSequence } from "./sequence-attention.ts";

/**
 * Rows of tokens of one fixed length, [batch, sequence] int32. Segments number the texts of a row and its padding:
 * a token sees its own segment only. Without them each row is one text, padded behind if at all. Positions count from 0
 * within each text; without them they are the places in the row.
 */
export interface SequenceInputs {
  readonly ids: Tensor;
  readonly positions?: Tensor;
  readonly segments?: Tensor;
  readonly block?: StackInputs["block"];
}

/**
 * Hidden states of a decoder-only model over whole sequences, differentiable: [batch, sequence, embedding width], ready
 * for `headLogits`.
 *
 * @example
 * const logits = headLogits(graph, decoderHidden(graph, { ids }));
 */
export function decoderHidden(graph: ModelGraph, inputs: SequenceInputs): Tensor {
  return inRows(stackHidden(graph, graph.architecture.decoder, sequenceStackInputs(graph, "decoder", inputs)), inputs);
}

/**
 * Hidden states of the encoder, [batch, sequence, width].
 *
 * @example
 * encoderHidden(crossGraph, { ids: encoderIds }); // [batch, length, width]
 */
export function encoderHidden(graph: ModelGraph, inputs: SequenceInputs): Tensor {
  return inRows(stackHidden(graph, graph.architecture.encoder!, sequenceStackInputs(graph, "encoder", inputs)), inputs);
}

/**
 * Hidden states of the decoder behind an encoder, differentiable.
 *
 * @param encoded what `encoderHidden` gave
 * @param encoderSegments those of the encoder's inputs; a token sees the encoder's tokens of its own number
 * @example
 * const encoded = encoderHidden(crossGraph, { ids: encoderIds });
 * crossDecoderHidden(crossGraph, { ids }, encoded); // [batch, sequence, width]
 */
export function crossDecoderHidden(graph: ModelGraph, inputs: SequenceInputs, encoded: Tensor, encoderSegments?: Tensor): Tensor {
  const { decoder } = graph.architecture;
  const tokens = reshape(encoded, [-1, encoded.shape[2]!]);
  const keyValues = decoder.layers.map(({ crossAttention }) => crossKeyValues(graph, crossAttention!, tokens, encoded.shape.slice(0, 2)));
  const attendAcross = attendAcrossSequence(keyValues, { segments: inputs.segments, encoderSegments, dtype: floatTypeOf(encoded) });
  return inRows(stackHidden(graph, decoder, { ...sequenceStackInputs(graph, "decoder", inputs), attendAcross }), inputs);
}

/**
 * Logits [batch, sequence, vocabulary] of a decoder-only model.
 *
 * @example
 * decoderLogits(graph, { ids }); // [batch, sequence, vocabulary]
 */
export function decoderLogits(graph: ModelGraph, inputs: SequenceInputs): Tensor {
  return headLogits(graph, decoderHidden(graph, inputs));
}

/**
 * Logits [batch, sequence, vocabulary] of an encoder–decoder.
 *
 * @example
 * crossDecoderLogits(crossGraph, { ids: encoderIds }, { ids }); // [batch, sequence, vocabulary]
 */
export function crossDecoderLogits(graph: ModelGraph, encoderInputs: SequenceInputs, inputs: SequenceInputs): Tensor {
  return headLogits(graph, crossDecoderHidden(graph, inputs, encoderHidden(graph, encoderInputs), encoderInputs.segments));
}

/** [batch · sequence, width] → [batch, sequence, width]. */
function inRows(hidden: Tensor, { ids }: SequenceInputs): Tensor {
  return reshape(hidden, [...ids.shape, hidden.shape[1]!]);
}

function sequenceStackInputs(graph: ModelGraph, side: "encoder" | "decoder", { ids, positions, segments, block }: SequenceInputs): StackInputs {
  const stack = graph.architecture[side]!;
  const sequence = ids.shape[1] as number;
  const dtype = floatTypeOf(graph.parameter(stack.tokens));
  return {
    ids,
    // Not for each row: what depends on positions only is computed once and stretched.
    positions: positions ?? constant(Int32Array.from({ length: sequence }, (_, index) => index), [1, sequence]),
    attend: attendInSequence(graph, stack, { sequence, segments, causal: side === "decoder", dtype }),
    ...(block === undefined ? {} : { block }),
  };
}

function floatTypeOf(tensor: Tensor): "float32" | "float64" {
  return tensor.dtype as "float32" | "float64";
}
