import { SteadfastError } from "../../base/index.ts";

const descriptions = ["config.json", "generation_config.json", "LICENSE", "LICENSE.txt", "LICENSE.md", "README.md"];
const tokenizers = [
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
  "encoder.json",
  "vocab.bpe",
  "tokenizer.model",
  "spiece.model",
  "chat_template.jinja",
  "chat_template.json",
];
const vocabularies = ["tokenizer.json", "vocab.json", "encoder.json", "tokenizer.model", "spiece.model"];
// In the order in which they are preferred.
const weightFiles = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

/** Which files of a model's folder are wanted. */
export interface WantedFiles {
  /** All but the weights: small, an index of shards among them. */
  readonly small: readonly string[];
  /** One file of weights, or the index that names its shards; null where there is none that can be read here. */
  readonly weights: { readonly kind: "file" | "index"; readonly name: string } | null;
}

/** Picks from the names in a model's folder what is read here: weights once, as safetensors where there are such. */
export function selectModelFiles(names: Iterable<string>): WantedFiles {
  const present = new Set(names);
  const weights = weightFiles.find((name) => present.has(name));
  const small = [...descriptions, ...tokenizers].filter((name) => present.has(name));
  if (weights === undefined) return { small, weights: null };
  if (!weights.endsWith(".index.json")) return { small, weights: { kind: "file", name: weights } };
  return { small: [...small, weights], weights: { kind: "index", name: weights } };
}

/** Whether the names hold a vocabulary of any kind. */
export function hasVocabulary(names: Iterable<string>): boolean {
  const present = new Set(names);
  return vocabularies.some((name) => present.has(name));
}

/**
 * The names of the shards that an index of weights lists, each once. They come from the model's author, so only plain names
 * of weight files pass: nothing that leads to another folder.
 *
 * @throws SteadfastError `weight-index-malformed`.
 */
export function shardNames(index: { name: string; text: string; of: string }): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(index.text);
  } catch (cause) {
    throw malformed(index, "it is no JSON", cause);
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw malformed(index, "it has no weight_map");
  const names = [...new Set<unknown>(Object.values(map))].map((name) => {
    if (typeof name !== "string" || !/^\w[\w.-]{0,200}\.(?:safetensors|bin)$/.test(name)) {
      throw malformed(index, `${JSON.stringify(name)?.slice(0, 100)} is no plain name of a file of weights`);
    }
    return name;
  });
  if (names.length === 0) throw malformed(index, "it names no file");
  return names.sort();
}

function malformed(index: { name: string; of: string }, why: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "weight-index-malformed",
    sentence: `The file ${index.name} of ${index.of} cannot be used: ${why}.`,
    hint: "Ask the model's author to mend it, or use another model.",
    cause,
  });
}
