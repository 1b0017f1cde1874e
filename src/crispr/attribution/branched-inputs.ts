import type { Tensor } from "../../graph/index.ts";

/**
 * A batch of prompts with several options each, as one row a prompt: what the decoder reads first (the prompt, or an
 * encoder–decoder's start token), padded to `prompt` places, then of each option what it reads of it, `further` places each: all
 * tokens but the last, which nothing is asked after. An option's tokens see the prompt and their own option, so that the prompt's
 * keys and values, and all that is computed of it, are there once.
 */
export interface BranchedShape {
  /** Prompts. */
  readonly batch: number;
  /** Places of the encoder, where there is one. */
  readonly encoded?: number;
  readonly prompt: number;
  readonly options: number;
  readonly further: number;
}

/** @see BranchedShape; all int32. */
export interface BranchedInputs<T = Tensor> {
  /** [batch, encoded]. */
  readonly encoderIds?: T;
  /** [batch, encoded]: 1 for tokens, 0 for padding. */
  readonly encoderPresent?: T;
  /** [batch, prompt + options · further]. */
  readonly ids: T;
  /** [batch, prompt + options · further]: places in the text that the token belongs to, from 0. */
  readonly positions: T;
  /** [batch, prompt + options · further]: 1 for tokens, 0 for padding. */
  readonly present: T;
  /** [batch]: the prompt's last token, as row · (prompt + options · further) + place. */
  readonly last: T;
  /** [batch, options]: the first token of each option. */
  readonly first: T;
  /** [batch · options · further]: the others, −100 for none. */
  readonly others: T;
  /** [batch, options]: how many tokens each option has; 0 where the prompt has fewer options. */
  readonly lengths: T;
  /** [batch]: the right option. */
  readonly gold: T;
}

/** Places of a decoder's row. */
export function totalPlaces({ prompt, options, further }: BranchedShape): number {
  return prompt + options * further;
}
