import { type BareModel, decoderStartId, endIds } from "../local-model.ts";
import type { InferenceSession } from "../inference/inference-session.ts";
import type { TextStream } from "../tokenizer/tokenizer.ts";
import { generate, type GenerateOptions, type GeneratedSequence } from "./generate.ts";

/** Ids that a text goes on from. */
export interface TextRequest {
  readonly ids: readonly number[];
  /** Addresses the random numbers; by default the request's place in the list. */
  readonly sequence?: number;
  readonly maximumNewTokens?: number;
}

/** @see generateTexts */
export interface GenerateTextsOptions extends Omit<GenerateOptions, "onToken" | "stopIds"> {
  /** By default 256. */
  readonly maximumNewTokens?: number;
  /** Strings that end a text; they are cut off. */
  readonly stop?: readonly string[];
  /** Called with each new piece of text that is certain. */
  readonly onText?: (request: number, piece: string) => void;
}

/** What a model wrote. */
export interface GeneratedText extends GeneratedSequence {
  /** Without the stop string and special tokens; empty where the model has no tokenizer. */
  readonly text: string;
  readonly promptTokens: number;
}

/**
 * Lets a model go on from prompts until it ends its text, a stop string appears or the limit is reached.
 *
 * @example
 * const [{ text }] = await generateTexts(local, session, [{ ids: local.tokenizer.encode("Once upon a time") }]);
 */
export async function generateTexts(local: Pick<BareModel, "model" | "tokenizer">, session: InferenceSession, requests: readonly TextRequest[], { maximumNewTokens = 256, stop = [], onText, ...options }: GenerateTextsOptions = {}): Promise<GeneratedText[]> {
  const { model, tokenizer } = local;
  const crossed = model.architecture.encoder !== undefined;
  const writers = requests.map((_, request) => new TextWriter(tokenizer?.stream() ?? noText, stop, (piece) => onText?.(request, piece)));
  const sequences = await generate(
    session,
    requests.map((request, index) => ({
      ...(crossed ? { ids: [decoderStartId(model)], encoderIds: request.ids } : { ids: request.ids }),
      sequence: request.sequence ?? index,
      maximumNewTokens: request.maximumNewTokens ?? maximumNewTokens,
    })),
    { ...options, stopIds: endIds(local), onToken: (request, id) => writers[request]!.push(id) },
  );
  return sequences.map((sequence, request) => ({ ...sequence, text: writers[request]!.end(), promptTokens: requests[request]!.ids.length }));
}

/** What ids are where nobody can spell them. */
const noText: TextStream = { push: () => "", end: () => "" };

/** Turns ids into text as they come, and holds back what may be the beginning of a stop string. */
export class TextWriter {
  readonly #stream: TextStream;
  readonly #stops: readonly string[];
  readonly #emit: (piece: string) => void;
  #text = "";
  #emitted = 0;
  #stopped = false;

  constructor(stream: TextStream, stops: readonly string[], emit: (piece: string) => void) {
    this.#stream = stream;
    this.#stops = stops.filter((text) => text !== "");
    this.#emit = emit;
  }

  /** True where a stop string has appeared. */
  push(id: number): boolean {
    this.#add(this.#stream.push(id));
    return this.#stopped;
  }

  /** The whole text, once no further id comes. */
  end(): string {
    this.#add(this.#stream.end());
    this.#emitUpTo(this.#text.length);
    return this.#text;
  }

  #add(piece: string): void {
    if (this.#stopped || piece === "") return;
    const from = this.#text.length;
    this.#text += piece;
    const found = this.#stops.map((stop) => this.#text.indexOf(stop, Math.max(0, from - stop.length + 1))).filter((index) => index >= 0);
    if (found.length > 0) {
      this.#text = this.#text.slice(0, Math.min(...found));
      this.#stopped = true;
    }
    this.#emitUpTo(this.#stopped ? this.#text.length : this.#certain());
  }

  /** Where the text could turn into a stop string. */
  #certain(): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let start = Math.max(0, this.#text.length - longest); start < this.#text.length; start += 1) {
      if (this.#stops.some((stop) => stop.startsWith(this.#text.slice(start)))) return start;
    }
    return this.#text.length;
  }

  #emitUpTo(end: number): void {
    if (end <= this.#emitted) return;
    this.#emit(this.#text.slice(this.#emitted, end));
    this.#emitted = end;
  }
}
