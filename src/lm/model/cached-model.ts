import { add, and, broadcastTo, clamp, concatenate, expandDimensions, gather, greater, less, lessOrEqual, matmul, reshape, slice, softmax, split, subtract, type Tensor, where } from "../../graph/index.ts";
import type { Attention, Stack } from "../architecture/description.ts";
import type { ModelGraph } from "./model-graph.ts";
import { relativeBias } from "./relative-bias.ts";
import { type Attend, type AttendAcross, crossKeyValues, headLogits, stackHidden } from "./stack.ts";

/** Keys and values of one layer, [batch, keyValueHeads, total, headWidth]. */
export interface KeyValues<T> {
  readonly key: T;
  readonly value: T;
}

/**
 * Blocks of new tokens behind rows that hold different numbers of tokens already: of row r's cache the first
 * `positions[r][0]` places count. Blocks shorter than the others are padded behind.
 */
export interface CachedInputs<T = Tensor> {
  /** int32 [batch, sequence]. */
  readonly ids: T;
  /** int32 [batch, sequence], each row counting on from where it stands. */
  readonly positions: T;
  /** int32 [capacity]: 0, 1, 2, … */
  readonly places: T;
  /** int32 [wanted]: the tokens whose logits are asked for, as row · sequence + place in the block. */
  readonly wanted: T;
  /** Of each layer, [batch, keyValueHeads, capacity, headWidth]. */
  readonly cache: readonly KeyValues<T>[];
  /** Of an encoder–decoder: what the encoder said, [batch, heads, encoded, headWidth] of each layer. */
  readonly cross?: CrossInputs<T>;
}

/** What a decoder reads of its encoder. */
export interface CrossInputs<T = Tensor> {
  readonly keyValues: readonly KeyValues<T>[];
  /** int32 [encoded]: 0, 1, 2, … */
  readonly places: T;
  /** int32 [batch]: how many tokens each row's encoder has. */
  readonly lengths: T;
}

/**
 * Logits [wanted, vocabulary] of the next tokens, cut to `vocabulary` of them, and the block's own keys and values, [batch,
 * keyValueHeads, sequence, headWidth] of each layer, for whoever keeps the cache. For inference, without gradients.
 *
 * The cache is read where it lies: attention over it and over the block are two products each, joined only in the
 * softmax. Returned whole, it would be copied twice at every step.
 */
export function cachedLogits(graph: ModelGraph, { ids, positions, places, wanted, cache, cross }: CachedInputs, vocabulary: number = graph.architecture.vocabulary): { logits: Tensor; added: KeyValues<Tensor>[] } {
  const { decoder } = graph.architecture;
  const added: KeyValues<Tensor>[] = [];
  const masks = cachedMasks(graph, decoder, positions, places);
  const attend: Attend = ({ query, key, value }, attention, layer) => {
    added.push({ key, value });
    return attendInParts(query, [cache[layer]!, { key, value }], masks(attention.window), attention);
  };
  const hidden = stackHidden(graph, decoder, {
    ids,
    // Padding behind a block may stand past the table's end.
    positions: decoder.position.kind === "learned" ? clamp(positions, 0, decoder.position.count - 1) : positions,
    attend,
    ...(cross === undefined ? {} : { attendAcross: attendToEncoder(cross) }),
  });
  return { logits: headLogits(graph, gather(hidden, wanted), vocabulary), added };
}

/**
 * Keys and values [batch, heads, encoded, headWidth] that each decoder layer reads of the encoder. Rows are padded behind: of row r
 * the first `lengths[r]` tokens count.
 *
 * @param inputs ids int32 [batch, encoded], places int32 [encoded] (0, 1, 2, …), lengths int32 [batch]
 */
export function encodedKeyValues(graph: ModelGraph, { ids, places, lengths }: { ids: Tensor; places: Tensor; lengths: Tensor }): KeyValues<Tensor>[] {
  const { decoder } = graph.architecture;
  const encoder = graph.architecture.encoder!;
  const [encoded, batch] = [places.shape[0]!, lengths.shape[0]!];
  const present = encoderMask(places, lengths);
  const distances = subtract(reshape(places, [1, 1, encoded]), reshape(places, [1, encoded, 1]));
  const mask = encoder.position.kind === "relative" ? where(present, relativeBias(graph, encoder.position, distances), hiddenScore) : numbers(present);
  const hidden = stackHidden(graph, encoder, {
    ids,
    positions: broadcastTo(reshape(places, [1, encoded]), [batch, encoded]),
    attend: ({ query, key, value }, attention) => attendInParts(query, [{ key, value }], mask, attention),
  });
  return decoder.layers.map(({ crossAttention }) => crossKeyValues(graph, crossAttention!, hidden, [batch, encoded]));
}

/** Added to the score of what must not be seen. */
const hiddenScore = -1e9;

/** A condition as numbers to add to scores. */
function numbers(visible: Tensor): Tensor {
  return where(visible, 0, hiddenScore);
}

/**
 * Attention over several pieces of keys and values as if they were one. Query heads of one group share a product with their key.
 *
 * @param mask added to the scores, [batch or 1, heads or 1, sequence, total of all pieces]
 */
function attendInParts(query: Tensor, parts: readonly KeyValues<Tensor>[], mask: Tensor, { keyValueHeads, heads, scale }: Attention): Tensor {
  const [batch, , sequence, width] = query.shape;
  const grouped = [batch!, keyValueHeads, groupLength(heads / keyValueHeads, sequence!), width!];
  const scores = parts.map(({ key }) => reshape(matmul(reshape(query, grouped), key, { transposeB: true, scale }), [batch!, heads, sequence!, key.shape[2]!]));
  const weights = softmax(add(concatenate(scores, -1), mask));
  const pieces = split(weights, -1, parts.map(({ key }) => key.shape[2]!));
  const sums = parts.map(({ value }, index) => matmul(reshape(pieces[index]!, [...grouped.slice(0, 3), value.shape[2]!]), value));
  return reshape(sums.reduce(add), query.shape);
}

function groupLength(groups: number, sequence: Tensor["shape"][number]): Tensor["shape"][number] {
  if (typeof sequence === "number") return groups * sequence;
  return groups === 1 ? sequence : `${groups}*${sequence}`;
}

/** The masks of a window (or none) over the cache and the block behind it, [batch, 1 or heads, sequence, capacity + sequence]. */
function cachedMasks(graph: ModelGraph, stack: Stack, positions: Tensor, places: Tensor): (window: number | undefined) => Tensor {
  const [batch, sequence] = positions.shape as [string, string];
  const own = reshape(positions, [batch, sequence, 1]);
  const old = reshape(places, [1, 1, places.shape[0]!]);
  const [toCache, toBlock] = [subtract(old, own), subtract(expandDimensions(positions, 1), own)];
  const distances = concatenate([toCache, toBlock], -1);
  const bias = stack.position.kind === "relative" ? relativeBias(graph, stack.position, distances) : undefined;
  const inCache = broadcastTo(less(old, expandDimensions(slice(positions, 1, 0, 1), 2)), toCache.shape);
  const past = concatenate([inCache, lessOrEqual(toBlock, 0)], -1);
  const masks = new Map<number | undefined, Tensor>();
  return (window) => {
    const known = masks.get(window);
    if (known !== undefined) return known;
    const visible = expandDimensions(window === undefined ? past : and(past, greater(distances, -window)), 1);
    const mask = bias === undefined ? numbers(visible) : where(visible, bias, hiddenScore);
    masks.set(window, mask);
    return mask;
  };
}

function attendToEncoder({ keyValues, places, lengths }: CrossInputs): AttendAcross {
  const mask = numbers(encoderMask(places, lengths));
  return (query, attention, layer) => attendInParts(query, [keyValues[layer]!], mask, attention);
}

/** [batch, 1, 1, encoded]: the tokens that are not padding. */
function encoderMask(places: Tensor, lengths: Tensor): Tensor {
  return less(reshape(places, [1, 1, 1, places.shape[0]!]), reshape(lengths, [lengths.shape[0]!, 1, 1, 1]));
}
