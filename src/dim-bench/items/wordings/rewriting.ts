/** Ways to ask for the same in other words. */
export const rewritingWordings: readonly string[] = [
  "Rewrite the text in other words, keeping its meaning.",
  "Please paraphrase the following text. Everything it says should still be there, only worded differently.",
  "Say the same thing as the text below, but in words of your own.",
  "I need a second version of this text: same content, new wording.",
  "Reword the text from beginning to end, adding nothing and leaving nothing out.",
  "Could you rephrase the text for me? Keep the meaning and about the same length.",
  "Give the text a fresh wording. Its content, numbers and names stay as they are.",
  "I can't use the text as it stands. Write it again with different sentences that mean the same.",
  "Paraphrase the text.",
];
