/** The name of a parameter as published checkpoints have it: `transformer.h.0.mlp.c_fc.weight`. */
export type ParameterName = string;

/**
 * A linear layer whose outputs are neurons that can be observed, scaled and attributed. A published matrix may hold
 * several sites (GPT-2's fused query, key and value): this one's outputs are `start` to `start + outputs` of it.
 */
export interface LinearSite {
  /** `decoder.3.selfAttention.query`, `encoder.0.feedForward.up`, `decoder.projectionIn`. */
  readonly site: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: ParameterName;
  readonly bias?: ParameterName;
  /** How the published matrix is laid out: [outputs, inputs], or [inputs, outputs] as GPT-2 has it. */
  readonly layout: "outputs by inputs" | "inputs by outputs";
  readonly start: number;
  /** Outputs of the whole published matrix. */
  readonly publishedOutputs: number;
}

/** Layer norm (with mean and bias) or root-mean-square norm, over `width` features. */
export interface Norm {
  readonly kind: "layer" | "rms";
  readonly width: number;
  readonly scale?: ParameterName;
  readonly bias?: ParameterName;
  readonly epsilon: number;
}

/** Attention of `heads` queries over `keyValueHeads` keys and values, a divisor of their number. */
export interface Attention {
  readonly query: LinearSite;
  readonly key: LinearSite;
  readonly value: LinearSite;
  readonly output: LinearSite;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headWidth: number;
  /** Factor of the scores. */
  readonly scale: number;
  /** Norms of each head's query and key before they are rotated (Qwen3). */
  readonly queryNorm?: Norm;
  readonly keyNorm?: Norm;
  /** How many positions are seen, the own one included. */
  readonly window?: number;
}

export type Activation = "gelu" | "geluTanh" | "relu" | "silu";

/** down(activation(up(x))), or down(activation(gate(x)) · up(x)). */
export interface FeedForward {
  readonly gate?: LinearSite;
  readonly up: LinearSite;
  readonly down: LinearSite;
  readonly activation: Activation;
}

/** One block. Each part has its norm: before it, or after the residual sum. */
export interface Layer {
  readonly normPlacement: "before" | "after";
  readonly selfAttention: Attention;
  readonly selfAttentionNorm: Norm;
  readonly crossAttention?: Attention;
  readonly crossAttentionNorm?: Norm;
  readonly feedForward: FeedForward;
  readonly feedForwardNorm: Norm;
}

/** How a stack knows the order of its tokens. */
export type Position =
  /** A row of a table for each position, the first at row `offset`. */
  | { readonly kind: "learned"; readonly table: ParameterName; readonly count: number; readonly offset: number }
  /** Rotation of queries and keys; one angular frequency, in radians a position, for each pair of features. */
  | { readonly kind: "rotary"; readonly frequencies: readonly number[] }
  /** A bias of the scores by distance, one table for all layers (T5). */
  | { readonly kind: "relative"; readonly table: ParameterName; readonly buckets: number; readonly maximumDistance: number; readonly heads: number; readonly bothDirections: boolean };

/** Embeddings, blocks, and the norm behind them. */
export interface Stack {
  readonly tokens: ParameterName;
  readonly embeddingWidth: number;
  readonly width: number;
  readonly position: Position;
  readonly projectionIn?: LinearSite;
  readonly projectionOut?: LinearSite;
  readonly layers: readonly Layer[];
  readonly finalNorm?: Norm;
}

/** Ids that the configuration gives a meaning. */
export interface SpecialIds {
  readonly begin?: number;
  readonly end: readonly number[];
  readonly padding?: number;
  /** What an encoder–decoder's output begins with. */
  readonly decoderStart?: number;
}

/** A model as data: what shared code needs to run it, to read and write its files, and to name its neurons. */
export interface Architecture {
  /** `model_type` of the configuration. */
  readonly family: string;
  readonly encoder?: Stack;
  readonly decoder: Stack;
  readonly vocabulary: number;
  /** Tokens that position tables or the training length allow; undefined where nothing bounds them. */
  readonly context?: number;
  /** Logits are scale · hidden · weightᵀ; the weight [vocabulary, embedding width] may be the token embedding. */
  readonly head: { readonly weight: ParameterName; readonly scale: number };
  readonly special: SpecialIds;
  /** What files of the family may hold besides, or call otherwise. */
  readonly files: FileConventions;
}

/** What published files of a family do differently from its parameter names. */
export interface FileConventions {
  /** Left out of the names by some files (`transformer.`, `model.`). */
  readonly optionalPrefix?: string;
  /** Buffers that are no parameters, and are left aside. */
  readonly ignored: readonly RegExp[];
  /** Copies of a parameter under a second name; checked to be equal. */
  readonly duplicates: Readonly<Record<string, ParameterName>>;
}
