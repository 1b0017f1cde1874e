// Scripts that are written without spaces between words: there each letter, with its marks, stands for a word.
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}`;

const spaced = String.raw`[[\p{L}\p{M}\p{N}_]--[${unspaced}]]`;

/** The source of a pattern for one word, for expressions with the flag v: letters, marks and digits, with apostrophes inside. */
export const wordPattern: string = String.raw`${spaced}+(?:['’]${spaced}+)*|[[${unspaced}]--\p{M}]\p{M}*`;
