import { SteadfastError } from "../../base/index.ts";
import { answersOf, type LearntTurns } from "./answers.ts";
import { encodePrompt, type ExampleTokenizer, idsAround } from "./encode-prompt.ts";
import type { Example } from "./example.ts";
import { fitLength, type LengthLimits, type Overlong } from "./fit-length.ts";
import type { InstructionRecord } from "./record.ts";
import { type PromptOptions, type RenderedPrompt, renderWithSource } from "./render-prompt.ts";

/** @see encodeRecords */
export interface EncodeRecordsOptions extends Omit<PromptOptions, "chatTemplate"> {
  readonly tokenizer: ExampleTokenizer;
  /** What the prompt is read by: the decoder itself, or an encoder, which keeps the end token behind its text. By default `decoder`. */
  readonly reader?: "decoder" | "encoder";
  /** Tokens of prompt and response together, the end token among them. By default 512. */
  readonly maximumLength?: number;
  /** Tokens of the prompt. By default 256. */
  readonly maximumPrompt?: number;
  /** By default `drop`, as the papers do. */
  readonly overlong?: Overlong;
  /** Which answers of a conversation are learnt. By default `last`. */
  readonly turns?: LearntTurns;
}

/** A record, or an answer of it, that gave no example. */
export interface DroppedRecord {
  readonly line: number;
  /** A clause; equal causes have equal reasons. */
  readonly reason: string;
}

/** @see encodeRecords */
export interface EncodedRecords {
  readonly examples: readonly Example[];
  readonly dropped: readonly DroppedRecord[];
  /** How many of the examples were cut to fit. */
  readonly cut: number;
}

/**
 * Records as token ids. The prompt and the response are tokenised each for itself and joined as ids, so that the
 * prompt has the ids that it has in generation; the end token follows. The target is the first reference.
 *
 * @throws SteadfastError `tokenizer-without-end`, `example-length` (limits that are no lengths) and what `renderPrompt`
 * throws for the template itself; a record that does not fit the template is dropped.
 * @example
 * const { examples, dropped } = encodeRecords(records, { tokenizer, template: "alpaca" });
 */
export function encodeRecords(records: readonly InstructionRecord[], options: EncodeRecordsOptions): EncodedRecords {
  const { tokenizer, reader = "decoder", maximumLength = 512, maximumPrompt = 256, overlong = "drop", turns = "last", template, prefer = "instruction" } = options;
  const limits: LengthLimits = { maximumLength, maximumPrompt, overlong };
  checkLimits(limits);
  const { end } = tokenizer.special;
  if (end === undefined) throw new SteadfastError({ code: "tokenizer-without-end", sentence: "The tokenizer has no end token, so a model could not learn where a response ends.", hint: "Name its eos_token in tokenizer_config.json." });
  const behind = idsAround(tokenizer).behind.length;
  const examples: Example[] = [];
  const dropped: DroppedRecord[] = [];
  let cut = 0;
  for (const record of records.flatMap((record) => answersOf(record, turns))) {
    const { line } = record;
    const encoded = encode(record);
    if (typeof encoded === "string") {
      dropped.push({ line, reason: encoded });
      continue;
    }
    examples.push({ ids: Int32Array.from([...encoded.prompt, ...encoded.response]), promptLength: encoded.prompt.length, responseLength: encoded.response.length, line });
    if (encoded.cut) cut += 1;
  }
  return { examples, dropped, cut };

  function encode(record: InstructionRecord): ReturnType<typeof fitLength> {
    const [target] = record.outputs;
    if (target === undefined) return "it has no response";
    const rendered = render(record, { template, prefer, chatTemplate: tokenizer.chatTemplate });
    if (typeof rendered === "string") return rendered;
    const ids = encodePrompt(rendered, tokenizer);
    if (ids === undefined) return "a message of it is spelled like a control token, and the chat template rewrites it";
    // A decoder goes on behind its prompt; only an encoder reads it to an end. A chat's template adds nothing.
    const added = rendered.isChat ? 0 : behind;
    const prompt = reader === "encoder" ? ids : ids.slice(0, ids.length - added);
    const response = [...tokenizer.encode(target, { addSpecial: false, parseSpecial: false }), end!];
    return fitLength({ prompt, response, closing: reader === "encoder" ? added : 0 }, limits);
  }
}

function render(record: InstructionRecord, options: PromptOptions): RenderedPrompt | string {
  try {
    return renderWithSource(record, options);
  } catch (error) {
    if (!(error instanceof SteadfastError)) throw error;
    if (error.code === "prompt-conversation") return "it is a conversation, which only the template chat can write";
    if (error.code === "chat-refused") return `the chat template refuses it (${error.message})`;
    throw error;
  }
}

function checkLimits({ maximumLength, maximumPrompt }: LengthLimits): void {
  for (const [name, value, least] of [["maximumLength", maximumLength, 2], ["maximumPrompt", maximumPrompt, 1]] as const) {
    if (!Number.isSafeInteger(value) || value < least) throw new SteadfastError({ code: "example-length", sentence: `${name} must be a whole number of at least ${least}, not ${value}.` });
  }
}
