import type { Tokenizer } from "./tokenizer.ts";

/** @see sameTokenizer */
export type TokenizerComparison = { same: true } | { same: false; text: string; first: number[]; second: number[] };

/** Texts on which tokenizers that differ at all tend to differ. */
const probes: readonly string[] = [
  "",
  " ",
  "Hello world",
  " Hello  world \n\n\tend  ",
  "The quick brown fox can't jump over 3 lazy dogs; it's 12:45 — they'll've 1234567890 3.14159 1,000,000.",
  "def f(x):\n    if x > 0:\n        return {'a': [x**2, x//2]}\n",
  "Überraschung: naïve café, cafe\u0301, straße, ÅÄÖ, ﬁn",
  "Привет, как дела? Съешь ещё этих мягких булок",
  "Καλημέρα κόσμε, ὦ ἄνδρες Ἀθηναῖοι",
  "שלום עולם، مرحبا بالعالم ١٢٣",
  "नमस्ते दुनिया ১২৩ வணக்கம் สวัสดีชาวโลก",
  "你好，世界。こんにちは世界 カタカナ 안녕하세요 세계",
  "👋🏽 👨‍👩‍👧‍👦 🇩🇪 ❤️ \u{1f9ff}",
  "∑ x² ≤ ∞ → ½ ℝ ﷽ Ⅷ ①",
  "\u0000\u0001\u007f\u0085\u00a0\u200b\u200d\u2028\ufeff\ufffd\u{10ffff}",
  "<s> </s> <unk> <pad> <|endoftext|> <|im_start|>user [INST] <0x0A> <extra_id_0>",
  "▁a ▁▁ Ġb",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.org/a_b?c=d&e=%20#f",
];
const lastIds = 300;

/**
 * Whether two tokenizers give the same ids, as a teacher and a student must: many scripts, digits, white space, the special
 * tokens of both and the ends of both vocabularies are tried. The first text that shows a difference is told.
 *
 * @example
 * const comparison = sameTokenizer(teacher, student);
 * if (!comparison.same) console.log(comparison.text, comparison.first, comparison.second);
 */
export function sameTokenizer(first: Tokenizer, second: Tokenizer): TokenizerComparison {
  for (const text of new Set([...probes, ...ownTexts(first), ...ownTexts(second)])) {
    for (const addSpecial of [true, false]) {
      const [one, other] = [first.encode(text, { addSpecial }), second.encode(text, { addSpecial })];
      if (one.length !== other.length || one.some((id, at) => id !== other[at])) return { same: false, text, first: one, second: other };
    }
  }
  return { same: true };
}

/** Spellings of the tokens that most often differ between tokenizers of one family: special ones and those at the end. */
function ownTexts(tokenizer: Tokenizer): string[] {
  const ids = [...Object.values(tokenizer.special), ...Array.from({ length: Math.min(lastIds, tokenizer.size) }, (_, at) => tokenizer.size - 1 - at)];
  return ids.map((id) => `a ${tokenizer.tokenText(id)} b`);
}
