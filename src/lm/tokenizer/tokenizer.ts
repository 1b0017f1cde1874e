import type { ChatTemplate } from "./chat-template.ts";

/** @see Tokenizer.encode */
export interface EncodeOptions {
  /** Adds what the model's own post-processor adds around a text: `<s>` for Llama, `</s>` for T5. By default true. */
  addSpecial?: boolean;
  /**
   * Whether text that is spelled like a special token becomes that token. By default true, as elsewhere; false for
   * text of users, which must not be able to forge the control tokens of a chat.
   */
  parseSpecial?: boolean;
}

/** @see Tokenizer.decode */
export interface DecodeOptions {
  /** Leaves special tokens out of the text. By default true. */
  skipSpecial?: boolean;
  /** The ids go on after others: a space at their start is kept, which begins a whole text only by convention. By default false. */
  continuing?: boolean;
}

/** The text of a growing sequence, piece by piece. */
export interface TextStream {
  /** Takes one more id and returns the text that is certain by now; bytes of an unfinished character wait. */
  push(id: number): string;
  /** The rest, once no further id comes. */
  end(): string;
}

/** The ids with a meaning of their own, where the model has them. */
export interface SpecialIds {
  readonly begin?: number;
  readonly end?: number;
  readonly padding?: number;
  readonly unknown?: number;
}

/** Text to ids and back, as one model knows them. */
export interface Tokenizer {
  /** Ids are 0 … size − 1: the largest id + 1, added tokens included. */
  readonly size: number;
  readonly special: SpecialIds;
  /** Lone surrogates of the text are read as U+FFFD. */
  encode(text: string, options?: EncodeOptions): number[];
  /**
   * Leaves spaces as they are: `clean_up_tokenization_spaces` of some models, which would take those before marks away, is not
   * followed, so that text comes back as it was. Bytes that are no UTF-8 become U+FFFD.
   *
   * @throws SteadfastError `token-unknown` for an id that is not one of 0 … size − 1.
   */
  decode(ids: readonly number[] | Int32Array, options?: DecodeOptions): string;
  /** Its pieces, joined, are what `decode` makes of the same ids. Each call is a stream of its own. */
  stream(options?: DecodeOptions): TextStream;
  /**
   * The vocabulary's own spelling, for displays: `Ġworld`, `▁world`, `<0x0A>`.
   *
   * @throws SteadfastError `token-unknown`.
   */
  tokenText(id: number): string;
  /** Undefined for a model without one: a base model, not a chat model. */
  readonly chatTemplate: ChatTemplate | undefined;
  /** What to write beside saved weights so that others load the same tokenizer: name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}
