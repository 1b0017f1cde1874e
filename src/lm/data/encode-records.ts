import { SteadfastError } from "../../base/index.ts";
import { answersOf, type LearntTurns } from "./answers.ts";
import type { DroppedRecord, Example } from "./example.ts";
import { checkLength, fitLength, type FittedParts, type Overlong } from "./fit-length.ts";
import { promptEncoder, type PromptEncoderOptions } from "./prompt-encoder.ts";
import type { InstructionRecord } from "./record.ts";

/** @see encodeRecords */
export interface EncodeRecordsOptions extends PromptEncoderOptions {
  /** Tokens of prompt and response together, the end token among them. By default 512. */
  readonly maximumLength?: number;
  /** Tokens of the prompt. By default 256. */
  readonly maximumPrompt?: number;
  /** By default `drop`, as the papers do. */
  readonly overlong?: Overlong;
  /** Which answers of a conversation are learnt. By default `last`. */
  readonly turns?: LearntTurns;
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
  const { tokenizer, maximumLength = 512, maximumPrompt = 256, overlong = "drop", turns = "last" } = options;
  checkLength("maximumLength", maximumLength, 2);
  checkLength("maximumPrompt", maximumPrompt, 1);
  const { end } = tokenizer.special;
  if (end === undefined) throw new SteadfastError({ code: "tokenizer-without-end", sentence: "The tokenizer has no end token, so a model could not learn where a response ends.", hint: "Name its eos_token in tokenizer_config.json." });
  const promptOf = promptEncoder(options);
  const examples: Example[] = [];
  const dropped: DroppedRecord[] = [];
  let cut = 0;
  for (const record of records.flatMap((record) => answersOf(record, turns))) {
    const fitted = fit(record);
    if (typeof fitted === "string") {
      dropped.push({ line: record.line, reason: fitted });
      continue;
    }
    const { prompt, response } = fitted;
    examples.push({ ids: Int32Array.from([...prompt, ...response]), promptLength: prompt.length, responseLength: response.length, line: record.line });
    if (fitted.cut) cut += 1;
  }
  return { examples, dropped, cut };

  function fit(record: InstructionRecord): FittedParts | string {
    const [target] = record.outputs;
    if (target === undefined) return "it has no response";
    const prompt = promptOf(record);
    if (typeof prompt === "string") return prompt;
    const response = [...tokenizer.encode(target, { addSpecial: false, parseSpecial: false }), end!];
    return fitLength(prompt, response, { maximumLength, maximumPrompt, overlong });
  }
}
