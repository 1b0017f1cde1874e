import { SteadfastError } from "../../base/index.ts";
import { encodePrompts } from "../data/encode-prompts.ts";
import type { DroppedRecord } from "../data/example.ts";
import type { InstructionRecord } from "../data/record.ts";
import { type BareModel, tokenizerOf } from "../local-model.ts";

/** @see preparePrompts */
export interface PreparePromptsInput {
  records: readonly InstructionRecord[];
  template: string;
  /** In tokens. */
  maximumPrompt: number;
}

/** What a model is asked for one record. */
export interface PreparedPrompt {
  /** The record's place in the list. */
  readonly record: number;
  readonly ids: readonly number[];
  /** What the model reads, special tokens shown. */
  readonly text: string;
  readonly isCut: boolean;
  /** Tokens of the first reference. */
  readonly referenceTokens: number;
}

/** @see preparePrompts */
export interface PreparedPrompts {
  readonly prompts: readonly PreparedPrompt[];
  /** Records that the template cannot write. */
  readonly dropped: readonly DroppedRecord[];
}

/**
 * The prompts of an evaluation, and how long the references are in the model's own tokens.
 *
 * @throws SteadfastError `prompt-template` where the template fits none of the records; what `encodePrompts` throws
 */
export function preparePrompts(local: BareModel, { records, template, maximumPrompt }: PreparePromptsInput): PreparedPrompts {
  const tokenizer = tokenizerOf(local);
  const reader = local.model.architecture.encoder === undefined ? "decoder" : "encoder";
  const places = new Map(records.map((record, place) => [record, place]));
  const { prompts, dropped } = encodePrompts(records, { tokenizer, template, maximumPrompt, reader });
  if (prompts.length === 0) throw new SteadfastError({ code: "prompt-template", sentence: `None of the ${records.length} records can be asked: in that of line ${dropped[0]?.line}, ${dropped[0]?.reason}.`, hint: "Choose another template." });
  return {
    prompts: prompts.map(({ ids, cut, record }) => ({
      record: places.get(record)!,
      ids: [...ids],
      text: tokenizer.decode(ids, { skipSpecial: false }),
      isCut: cut,
      referenceTokens: tokenizer.encode(record.outputs[0]!, { addSpecial: false, parseSpecial: false }).length,
    })),
    dropped,
  };
}
