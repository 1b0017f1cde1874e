import type { DroppedRecord } from "./example.ts";
import { checkLength } from "./fit-length.ts";
import { cutPrompt, promptEncoder, type PromptEncoderOptions } from "./prompt-encoder.ts";
import type { InstructionRecord } from "./record.ts";

/** @see encodePrompts */
export interface EncodePromptsOptions extends PromptEncoderOptions {
  /** A longer prompt keeps its first tokens, as in the papers' evaluation. By default 256. */
  readonly maximumPrompt?: number;
}

/** What a model is asked. */
export interface EncodedPrompt {
  readonly ids: Int32Array;
  /** Whether it was cut to fit. */
  readonly cut: boolean;
  readonly record: InstructionRecord;
}

/**
 * The prompts of records as ids, to be answered: the very ids that `encodeRecords` trains on. A record needs no answer.
 *
 * @throws SteadfastError `example-length` and what `renderPrompt` throws for the template itself; a record that does not
 * fit the template is dropped.
 * @example
 * const { prompts } = encodePrompts(records, { tokenizer, template: "alpaca" });
 */
export function encodePrompts(records: readonly InstructionRecord[], options: EncodePromptsOptions): { readonly prompts: readonly EncodedPrompt[]; readonly dropped: readonly DroppedRecord[] } {
  const { maximumPrompt = 256 } = options;
  checkLength("maximumPrompt", maximumPrompt, 1);
  const promptOf = promptEncoder(options);
  const prompts: EncodedPrompt[] = [];
  const dropped: DroppedRecord[] = [];
  for (const record of records) {
    const prompt = promptOf(record);
    if (typeof prompt === "string") {
      dropped.push({ line: record.line, reason: prompt });
      continue;
    }
    const cut = prompt.ids.length > maximumPrompt;
    prompts.push({ ids: Int32Array.from(cut ? cutPrompt(prompt, maximumPrompt) : prompt.ids), cut, record });
  }
  return { prompts, dropped };
}
