/** What a tokenizer class stands for that its vocabulary files do not say. */
export interface TokenizerClass {
  /** The form of vocabulary that the class is written for. */
  readonly form: "byte-pair" | "sentencepiece";
  /** Whether the begin, or end, token is put around a text unless tokenizer_config.json says otherwise. */
  readonly addBegin: boolean;
  readonly addEnd: boolean;
  /** The tokens with a meaning, where the files do not name them. */
  readonly begin?: string;
  readonly end?: string;
  readonly unknown?: string;
  readonly padding?: string;
  /** Tokens `<extra_id_0>` … at the end of the vocabulary, counted down. */
  readonly extraIds?: number;
  /** How text is split into words before byte pairs are merged, where it is not done as for GPT-2. */
  readonly pattern?: string;
  /** Whether text is brought into Unicode's form C first. */
  readonly composed?: boolean;
}

/** What byte-level byte pairs are where nothing names them: GPT-2 brought them, and its own files say no more. */
export const gpt2: TokenizerClass = { form: "byte-pair", addBegin: false, addEnd: false, begin: "<|endoftext|>", end: "<|endoftext|>", unknown: "<|endoftext|>" };
const qwen2: TokenizerClass = {
  form: "byte-pair",
  addBegin: false,
  addEnd: false,
  end: "<|endoftext|>",
  padding: "<|endoftext|>",
  pattern: String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  composed: true,
};
const llama: TokenizerClass = { form: "sentencepiece", addBegin: true, addEnd: false };
const t5: TokenizerClass = { form: "sentencepiece", addBegin: false, addEnd: true, extraIds: 100 };

/** By `tokenizer_class` of tokenizer_config.json, without the ending Fast. */
const byName: Readonly<Record<string, TokenizerClass>> = { GPT2Tokenizer: gpt2, Qwen2Tokenizer: qwen2, LlamaTokenizer: llama, CodeLlamaTokenizer: llama, GemmaTokenizer: llama, T5Tokenizer: t5 };

/** By `model_type` of config.json, for models whose files name no class. */
const byModelType: Readonly<Record<string, TokenizerClass>> = {
  gpt2,
  opt: { ...gpt2, addBegin: true, begin: "</s>", end: "</s>", unknown: "</s>", padding: "<pad>" },
  qwen2,
  qwen3: qwen2,
  llama,
  mistral: llama,
  gemma: llama,
  t5,
};

/** The class that a model's files name, or that its family uses; undefined where neither is known. */
export function tokenizerClass(name: string | undefined, modelType: string | undefined): TokenizerClass | undefined {
  const plain = name?.replace(/Fast$/, "");
  if (plain !== undefined && Object.hasOwn(byName, plain)) return byName[plain];
  return plain === undefined && modelType !== undefined && Object.hasOwn(byModelType, modelType) ? byModelType[modelType] : undefined;
}
