import { worldVocabulary } from "../../world/index.ts";

/** What a model of the lab has beside text. */
export const specialTokens: { readonly padding: 0; readonly beginning: 1; readonly end: 2 } = { padding: 0, beginning: 1, end: 2 };
const specialTexts = ["<pad>", "<s>", "</s>"];

/** One word, number or mark with the space before it, as `worldPieces` has them; of other scripts a word, or a single character. */
const piece = String.raw` ?(?:\([a-z]\)|\p{L}+|\p{N}+|[^\s\p{L}\p{N}])|\s`;

/** @see labTokenizer */
export interface LabTokenizerOptions {
  /** A decoder's sequences begin with a token; an encoder's end with one. */
  readonly kind: "decoder" | "encoder-decoder";
}

/**
 * The files of the lab's tokenizer: every piece of the micro-world is one token, and every other text is its UTF-8 bytes. A
 * text is read with a space before it, so that its first word is the word that it is elsewhere; decoding takes it away.
 *
 * @example
 * labTokenizer({ kind: "decoder" }).get("tokenizer.json"); // in the format of the library tokenizers
 */
export function labTokenizer({ kind }: LabTokenizerOptions): Map<string, string> {
  const tokens = [...specialTexts, ...byteAlphabet, ...worldVocabulary().map(spelledInBytes).filter((token) => [...token].length > 1)];
  const special = kind === "decoder" ? { content: "<s>", id: specialTokens.beginning } : { content: "</s>", id: specialTokens.end };
  const text = { Sequence: { id: "A", type_id: 0 } };
  const mark = { SpecialToken: { id: special.content, type_id: 0 } };
  const json = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: specialTexts.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: "Prepend", prepend: " " },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: piece }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: {
      type: "TemplateProcessing",
      single: kind === "decoder" ? [mark, text] : [text, mark],
      pair: kind === "decoder" ? [mark, text, text] : [text, text, mark],
      special_tokens: { [special.content]: { id: special.content, ids: [special.id], tokens: [special.content] } },
    },
    decoder: { type: "Sequence", decoders: [{ type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true }, { type: "Fuse" }, { type: "Strip", content: " ", start: 1, stop: 0 }] },
    // No merges: a piece is a token as a whole, or its bytes.
    model: { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: true, vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges: [] },
  };
  const settings = { tokenizer_class: "PreTrainedTokenizerFast", pad_token: "<pad>", bos_token: "<s>", eos_token: "</s>", clean_up_tokenization_spaces: false, model_max_length: 1024 };
  return new Map([["tokenizer.json", `${JSON.stringify(json, undefined, 1)}\n`], ["tokenizer_config.json", `${JSON.stringify(settings, undefined, 2)}\n`]]);
}

/** The printable characters that byte-level tokenizers write the bytes 0 to 255 with, in the order of the bytes. */
const byteAlphabet: readonly string[] = alphabet();

function alphabet(): string[] {
  const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

function spelledInBytes(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => byteAlphabet[byte]!).join("");
}
