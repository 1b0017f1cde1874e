import { SteadfastError } from "../base/index.ts";
import { type LanguageModel, loadLanguageModel } from "./model/language-model.ts";
import { type ResolvedModel, resolveModel, type ResolveOptions } from "./reference/resolve-model.ts";
import { loadTokenizer } from "./tokenizer/load-tokenizer.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/** A model that is on this machine: its numbers, its tokenizer, and where it came from. */
export interface LocalModel extends BareModel {
  readonly tokenizer: Tokenizer;
}

/** A model that may have come without a tokenizer: then it is spoken to in ids. */
export interface BareModel {
  readonly model: LanguageModel;
  readonly tokenizer?: Tokenizer;
  /** Absolute. */
  readonly folder: string;
  /** As it was asked for. */
  readonly reference: string;
  /** The commit, of a model of the hub. */
  readonly revision?: string;
}

/** @see loadLocalModel */
export type LoadLocalOptions = Pick<ResolveOptions, "offline" | "sink" | "signal">;

/**
 * Finds, fetches and loads a model: `hf:org/name[@revision]`, `./folder` or `lab:name`.
 *
 * @throws SteadfastError those of `resolveModel`, `loadTokenizer` and `loadLanguageModel`; `tokenizer-larger` where the tokenizer knows
 * ids that the model does not
 * @example
 * const { model, tokenizer } = await loadLocalModel("hf:openai-community/gpt2", { sink });
 */
export async function loadLocalModel(reference: string, options: LoadLocalOptions = {}): Promise<LocalModel> {
  const resolved = await resolveModel(reference, options);
  const tokenizer = await loadTokenizer(resolved.folder);
  return { ...(await loadWeights(resolved, tokenizer, options)), tokenizer };
}

/**
 * As `loadLocalModel`, and content with a folder that holds no tokenizer.
 *
 * @example
 * const { model, tokenizer } = await loadBareModel("./gpt2");
 */
export async function loadBareModel(reference: string, options: LoadLocalOptions = {}): Promise<BareModel> {
  const resolved = await resolveModel(reference, options);
  const tokenizer = await loadTokenizer(resolved.folder).catch((error: unknown) => {
    if (error instanceof SteadfastError && error.code === "tokenizer-missing") return undefined;
    throw error;
  });
  return loadWeights(resolved, tokenizer, options);
}

async function loadWeights(resolved: ResolvedModel, tokenizer: Tokenizer | undefined, options: LoadLocalOptions): Promise<BareModel> {
  const model = await loadLanguageModel(resolved.folder, options);
  const { vocabulary } = model.architecture;
  if (tokenizer !== undefined && tokenizer.size > vocabulary) {
    throw new SteadfastError({
      code: "tokenizer-larger",
      sentence: `The tokenizer of ${resolved.reference} has ${tokenizer.size} tokens, its model only ${vocabulary}.`,
      hint: "The tokenizer files are another model's.",
    });
  }
  return { model, ...(tokenizer === undefined ? {} : { tokenizer }), ...resolved };
}

/**
 * The tokenizer of a model that may have none.
 *
 * @throws SteadfastError `tokenizer-missing`
 * @example
 * tokenizer.decode(tokenizerOf(local).encode("ada")); // "ada"
 */
export function tokenizerOf({ tokenizer, folder }: BareModel): Tokenizer {
  if (tokenizer === undefined) throw new SteadfastError({ code: "tokenizer-missing", sentence: `${folder} holds no tokenizer, so its model can be spoken to in token ids only.`, hint: "Give ids, or fetch the model's tokenizer files into the folder." });
  return tokenizer;
}

/**
 * The ids that end a text: those of the generation's and the model's configuration, and the tokenizer's own.
 *
 * @example
 * endIds(local); // [2]
 */
export function endIds({ model, tokenizer }: Pick<BareModel, "model" | "tokenizer">): number[] {
  const configured = model.generationConfiguration.eos_token_id;
  const listed = (Array.isArray(configured) ? configured : [configured]).filter((id): id is number => Number.isInteger(id));
  return [...new Set([...listed, ...model.architecture.special.end, ...(tokenizer?.special.end === undefined ? [] : [tokenizer.special.end])])];
}

/**
 * What an encoder–decoder's output begins with.
 *
 * @throws SteadfastError `decoder-start-missing` where no configuration says
 * @example
 * decoderStartId(encoderDecoder.model); // 0
 */
export function decoderStartId({ architecture, generationConfiguration }: LanguageModel): number {
  const configured = generationConfiguration.decoder_start_token_id;
  const id = Number.isInteger(configured) ? (configured as number) : architecture.special.decoderStart;
  if (id === undefined) throw new SteadfastError({ code: "decoder-start-missing", sentence: 'Neither config.json nor generation_config.json says "decoder_start_token_id".', hint: "Take the files that were published with the weights." });
  return id;
}
