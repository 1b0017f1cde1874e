import fc from "fast-check";

const fragments = ["<s>", "</s>", "<unk>", "<pad>", "<|endoftext|>", "<0x0A>", "<extra_id_3>", "▁", "▁▁", "Ġ", "'s", "'ll", "\r\n", "\u00a0", "\u0085", "\ufeff", "\u200d", "\u3000", "e\u0301", "\u0344", "ﬁ", "½", "👨‍👩‍👧‍👦", "👋🏽", "🇩🇪", "שלום", "مرحبا", "नमस्ते", "你好", "한국어", "สวัสดี", "Hello", " the", "12345", "     "];

/** Well-formed text that tokenizers get wrong: any characters, runs of white space, what looks like special tokens. */
export const hardText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...fragments),
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "\u2003"), maxLength: 6 }),
      fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));
