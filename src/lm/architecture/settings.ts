import { SteadfastError } from "../../base/index.ts";

/** Settings of every family that say nothing about what the model computes. */
const inertEverywhere: readonly string[] = [
  "_name_or_path", "architectures", "auto_map", "transformers_version", "torch_dtype", "dtype", "model_type", "use_cache", "return_dict", "output_attentions", "output_hidden_states",
  "torchscript", "bos_token_id", "eos_token_id", "pad_token_id", "sep_token_id", "unk_token_id", "cls_token_id", "decoder_start_token_id", "initializer_range", "initializer_factor",
  "task_specific_params", "problem_type", "id2label", "label2id", "finetuning_task", "prefix", "is_decoder", "tokenizer_class", "gradient_checkpointing", "use_bfloat16", "chunk_size_feed_forward",
  // Defaults of generation that older files keep here; generation_config.json has replaced them.
  "max_length", "min_length", "do_sample", "early_stopping", "num_beams", "num_beam_groups", "diversity_penalty", "temperature", "top_k", "top_p", "typical_p", "repetition_penalty", "length_penalty",
  "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences", "output_scores", "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id",
  "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "tf_legacy_loss", "tie_encoder_decoder", "cross_attention_hidden_size", "pruned_heads", "_attn_implementation", "_attn_implementation_autoset", "output_past", "_num_labels", "transformers.js_config",
];

/**
 * Reads `config.json` so that nothing in it is ignored: each setting is read, known to say nothing about what the model
 * computes, or an error that names it.
 *
 * @example
 * const settings = new Settings("gpt2", configuration);
 * const width = settings.count("n_embd");
 * settings.only("scale_attn_weights", true);
 * settings.finish();
 */
export class Settings {
  readonly family: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>(inertEverywhere);

  constructor(family: string, values: Readonly<Record<string, unknown>>) {
    this.family = family;
    this.#values = values;
  }

  /** The value, null where it is absent. */
  read(name: string): unknown {
    this.#known.add(name);
    return this.#values[name] ?? null;
  }

  /** A whole number of at least 1. The bound is beyond every real model, so that nothing absurd is ever allocated. */
  count(name: string, fallback?: number, maximum = 1e8): number {
    const value = this.read(name) ?? fallback ?? null;
    if (value === null) throw this.missing(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > maximum) throw this.wrong(name, `a whole number from 1 to ${maximum}`);
    return value;
  }

  optionalCount(name: string, maximum?: number): number | undefined {
    return this.read(name) === null ? undefined : this.count(name, undefined, maximum);
  }

  /** How many layers there are. */
  layers(name: string, fallback?: number): number {
    return this.count(name, fallback, 10_000);
  }

  /** A finite number above 0. */
  positive(name: string, fallback?: number): number {
    const value = this.read(name) ?? fallback ?? null;
    if (value === null) throw this.missing(name);
    if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) throw this.wrong(name, "a number above 0");
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.read(name) ?? fallback;
    if (typeof value !== "boolean") throw this.wrong(name, "true or false");
    return value;
  }

  /** One of the named choices, as what it stands for. */
  choice<Choice>(name: string, choices: Readonly<Record<string, Choice>>, fallback?: string): Choice {
    const value = this.read(name) ?? fallback ?? null;
    if (value === null) throw this.missing(name);
    if (typeof value !== "string" || !Object.hasOwn(choices, value)) throw this.wrong(name, `one of ${Object.keys(choices).join(", ")}`);
    return choices[value]!;
  }

  /** A setting of which only one value is supported, which is also its default. */
  only(name: string, supported: unknown): void {
    const value = this.read(name) ?? supported;
    if (value !== supported) throw this.wrong(name, JSON.stringify(supported));
  }

  /** Settings of this family that say nothing about what the model computes. */
  inert(...names: readonly string[]): void {
    for (const name of names) this.#known.add(name);
  }

  /** One id, or several. */
  ids(name: string): number[] {
    const value = this.read(name);
    if (value === null) return [];
    const ids = Array.isArray(value) ? value : [value];
    if (!ids.every((id) => Number.isInteger(id))) throw this.wrong(name, "a token id");
    // −1 stands for "none" in some files.
    return ids.filter((id) => id >= 0);
  }

  /** To be called when all is read. */
  finish(): void {
    const unknown = Object.keys(this.#values).find((name) => !this.#known.has(name) && this.#values[name] !== null);
    if (unknown !== undefined) throw this.unsupported(unknown, "is not known for this family");
  }

  missing(name: string): SteadfastError {
    return new SteadfastError({ code: "configuration-wrong", sentence: `config.json of a ${this.family} model lacks "${name}".`, hint: "Take the file that was published with the weights." });
  }

  /** The error for a value that is not what is supported. */
  wrong(name: string, supported: string): SteadfastError {
    return this.unsupported(name, `is ${JSON.stringify(this.#values[name])}; supported is ${supported}`);
  }

  unsupported(name: string, what: string): SteadfastError {
    return new SteadfastError({ code: "configuration-wrong", sentence: `In config.json of a ${this.family} model, "${name}" ${what}.`, hint: "A setting that is not supported would silently give other numbers, so the model is refused." });
  }
}
