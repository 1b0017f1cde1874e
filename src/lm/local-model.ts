import { SteadfastError } from "../base/index.ts";
import { type LanguageModel, loadLanguageModel } from "./model/language-model.ts";
import { resolveModel, type ResolveOptions } from "./reference/resolve-model.ts";
import { loadTokenizer } from "./tokenizer/load-tokenizer.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/** A model that is on this machine: its numbers, its tokenizer, and where it came from. */
export interface LocalModel {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
  /** Absolute. */
  readonly folder: string;
  /** As it was asked for. */
  readonly reference: string;
  /** The commit, of a model of the hub. */
  readonly revision?: string;
}

/**
 * Finds, fetches and loads a model: `hf:org/name[@revision]`, `./folder` or `lab:name`.
 *
 * @throws SteadfastError those of `resolveModel`, `loadTokenizer` and `loadLanguageModel`; `tokenizer-larger` where the tokenizer knows
 * ids that the model does not
 * @example
 * const { model, tokenizer } = await loadLocalModel("hf:openai-community/gpt2", { sink });
 */
export async function loadLocalModel(reference: string, options: Pick<ResolveOptions, "offline" | "sink" | "signal"> = {}): Promise<LocalModel> {
  const resolved = await resolveModel(reference, options);
  const tokenizer = await loadTokenizer(resolved.folder);
  const model = await loadLanguageModel(resolved.folder, options);
  const { vocabulary } = model.architecture;
  if (tokenizer.size > vocabulary) {
    throw new SteadfastError({
      code: "tokenizer-larger",
      sentence: `The tokenizer of ${reference} has ${tokenizer.size} tokens, its model only ${vocabulary}.`,
      hint: "The tokenizer files are another model's.",
    });
  }
  return { model, tokenizer, ...resolved };
}

/** The ids that end a text: those of the generation's and the model's configuration, and the tokenizer's own. */
export function endIds({ model, tokenizer }: Pick<LocalModel, "model" | "tokenizer">): number[] {
  const configured = model.generationConfiguration.eos_token_id;
  const listed = (Array.isArray(configured) ? configured : [configured]).filter((id): id is number => Number.isInteger(id));
  return [...new Set([...listed, ...model.architecture.special.end, ...(tokenizer.special.end === undefined ? [] : [tokenizer.special.end])])];
}

/**
 * What an encoder–decoder's output begins with.
 *
 * @throws SteadfastError `decoder-start-missing` where no configuration says
 */
export function decoderStartId({ architecture, generationConfiguration }: LanguageModel): number {
  const configured = generationConfiguration.decoder_start_token_id;
  const id = Number.isInteger(configured) ? (configured as number) : architecture.special.decoderStart;
  if (id === undefined) throw new SteadfastError({ code: "decoder-start-missing", sentence: 'Neither config.json nor generation_config.json says "decoder_start_token_id".', hint: "Take the files that were published with the weights." });
  return id;
}
