/** Bytes of UTF-8 for a token: what a tokenizer that does badly on a text comes to, what is usual, and what one that does well comes to. */
const bytesPerToken = { low: 5.5, expected: 4, high: 2.5 };

/** How many tokens a text may have. A type, not an interface: so it is JSON as it is. */
export type TokenEstimate = {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
};

/**
 * The tokens of so many bytes of text, without a tokenizer. The interval holds for prose, code and mathematics in the tokenizers of
 * current models.
 *
 * @example
 * estimateTokens(4000); // { low: 728, expected: 1000, high: 1600 }
 */
export function estimateTokens(bytes: number): TokenEstimate {
  return { low: Math.ceil(bytes / bytesPerToken.low), expected: Math.ceil(bytes / bytesPerToken.expected), high: Math.ceil(bytes / bytesPerToken.high) };
}

/** The most tokens that an answer to an input may have: twice the input's, and 512. */
export function defaultMaxTokens(input: string): number {
  return 2 * estimateTokens(Buffer.byteLength(input)).high + 512;
}
