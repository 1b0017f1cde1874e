import { add, broadcastTo, gather, matmul, reshape, type Shape, slice, type Tensor } from "../../graph/index.ts";
import type { Attention, Layer, Stack } from "../architecture/description.ts";
import { feedForward } from "./feed-forward.ts";
import { headsFirst, joinHeads, splitHeads } from "./heads.ts";
import type { ModelGraph } from "./model-graph.ts";
import { normalize } from "./norm.ts";
import { type Rotation, rotationAt } from "./rotation.ts";
import { project, projectAll } from "./sites.ts";

/**
 * How queries meet keys and values: over the whole sequence at once when training, over a cache when generating. Query
 * [batch, heads, sequence, width], key and value [batch, keyValueHeads, sequence, width], result as the query.
 */
export type Attend = (heads: { query: Tensor; key: Tensor; value: Tensor }, attention: Attention, layer: number) => Tensor;

/** Cross-attention: the queries, rotated by nothing, over what the encoder said. Query [batch, heads, sequence, width]. */
export type AttendAcross = (query: Tensor, attention: Attention, layer: number) => Tensor;

/** What a stack works on. */
export interface StackInputs {
  /** [batch, sequence], int32 or int64. */
  readonly ids: Tensor;
  /** [batch, sequence], int32 or int64: places of the tokens in their own text, from 0. */
  readonly positions: Tensor;
  readonly attend: Attend;
  readonly attendAcross?: AttendAcross;
  /** Wraps each block, for recomputation in the backward pass. */
  readonly block?: (run: (x: Tensor) => Tensor, x: Tensor) => Tensor;
}

/**
 * Hidden states [batch · sequence, embedding width] that the head or a decoder reads. Inside, tokens stand in one row of rows: a
 * product then needs no reshape before and behind it, of which a step of decoding would have a hundred.
 *
 * @example
 * stackHidden(graph, graph.architecture.decoder, { ids, positions, attend }); // [tokens, width]
 */
export function stackHidden(graph: ModelGraph, stack: Stack, { ids, positions, attend, attendAcross, block = (run, x) => run(x) }: StackInputs): Tensor {
  let hidden = gather(graph.parameter(stack.tokens), reshape(ids, [-1]));
  if (stack.projectionIn !== undefined) hidden = project(graph, stack.projectionIn, hidden);
  const { position } = stack;
  if (position.kind === "learned") {
    const rows = gather(graph.parameter(position.table), position.offset === 0 ? positions : add(positions, position.offset));
    hidden = add(hidden, reshape(broadcastTo(rows, [...ids.shape, stack.width]), hidden.shape));
  }
  const rotation = rotationAt(position, positions, hidden.dtype as "float32" | "float64");
  const context = { shape: ids.shape, attend, attendAcross, rotation };
  for (const [index, layer] of stack.layers.entries()) hidden = block((x) => applyLayer(graph, layer, index, x, context), hidden);
  if (stack.finalNorm !== undefined) hidden = normalize(graph, stack.finalNorm, hidden);
  return stack.projectionOut === undefined ? hidden : project(graph, stack.projectionOut, hidden);
}

/**
 * Logits [..., vocabulary] of hidden states [..., embedding width], or of the first ids of the vocabulary only.
 *
 * @example
 * headLogits(graph, decoderHidden(graph, { ids })); // [batch, sequence, vocabulary]
 */
export function headLogits(graph: ModelGraph, hidden: Tensor, vocabulary: number = graph.architecture.vocabulary): Tensor {
  const { weight, scale } = graph.architecture.head;
  return matmul(hidden, slice(graph.parameter(weight), 0, 0, vocabulary), { transposeB: true, scale });
}

interface LayerContext {
  /** [batch, sequence]. */
  shape: Shape;
  attend: Attend;
  attendAcross: AttendAcross | undefined;
  rotation: Rotation | undefined;
}

function applyLayer(graph: ModelGraph, layer: Layer, index: number, x: Tensor, context: LayerContext): Tensor {
  const { shape, attendAcross } = context;
  const withResidual = (input: Tensor, norm: Layer["feedForwardNorm"], part: (x: Tensor) => Tensor): Tensor =>
    layer.normPlacement === "before" ? add(input, part(normalize(graph, norm, input))) : normalize(graph, norm, add(input, part(input)));
  let hidden = withResidual(x, layer.selfAttentionNorm, (input) => selfAttention(graph, layer.selfAttention, index, input, context));
  const { crossAttention, crossAttentionNorm } = layer;
  if (crossAttention !== undefined && crossAttentionNorm !== undefined && attendAcross !== undefined) {
    hidden = withResidual(hidden, crossAttentionNorm, (input) => project(graph, crossAttention.output, joinHeads(attendAcross(queryHeads(graph, crossAttention, input, shape), crossAttention, index))));
  }
  return withResidual(hidden, layer.feedForwardNorm, (input) => feedForward(graph, layer.feedForward, input));
}

function selfAttention(graph: ModelGraph, attention: Attention, layer: number, x: Tensor, { shape, attend, rotation: rotate = (heads) => heads }: LayerContext): Tensor {
  const { heads, keyValueHeads, headWidth, queryNorm, keyNorm } = attention;
  const [query, key, value] = projectAll(graph, [attention.query, attention.key, attention.value], x) as [Tensor, Tensor, Tensor];
  const queries = splitHeads(query, shape, heads, headWidth);
  const keys = splitHeads(key, shape, keyValueHeads, headWidth);
  const attended = attend(
    {
      query: rotate(headsFirst(queryNorm === undefined ? queries : normalize(graph, queryNorm, queries))),
      key: rotate(headsFirst(keyNorm === undefined ? keys : normalize(graph, keyNorm, keys))),
      value: headsFirst(splitHeads(value, shape, keyValueHeads, headWidth)),
    },
    attention,
    layer,
  );
  return project(graph, attention.output, joinHeads(attended));
}

function queryHeads(graph: ModelGraph, { query, heads, headWidth }: Attention, x: Tensor, shape: Shape): Tensor {
  return headsFirst(splitHeads(project(graph, query, x), shape, heads, headWidth));
}

/**
 * Keys and values [batch, keyValueHeads, sequence, width] of what an encoder said, [batch · sequence, width], of the shape [batch, sequence].
 *
 * @example
 * const { key } = crossKeyValues(crossGraph, crossAttention, encodedRows, [2, 5]);
 * key; // [batch, heads, length, headWidth]
 */
export function crossKeyValues(graph: ModelGraph, { key, value, keyValueHeads, headWidth }: Attention, encoded: Tensor, shape: Shape): { key: Tensor; value: Tensor } {
  const [keys, values] = projectAll(graph, [key, value], encoded) as [Tensor, Tensor];
  return { key: headsFirst(splitHeads(keys, shape, keyValueHeads, headWidth)), value: headsFirst(splitHeads(values, shape, keyValueHeads, headWidth)) };
}
