// Byte-level vocabularies write a byte as a character of its own: printable ones as themselves, the rest from U+0100 on, in their order.
const printable = (byte: number): boolean => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
const byteOf: ReadonlyMap<string, number> = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(printable(byte) ? byte : 0x100 + Array.from({ length: byte }, (_, before) => before).filter((before) => !printable(before)).length), byte] as const));

/**
 * Tokens of a vocabulary as the text that they stand for: `Ġcat` of a byte-level one is ` cat`, and so is `▁cat`. A character whose bytes
 * are spread over tokens stands with the last of them.
 */
export function tokenTexts(tokens: readonly string[]): string[] {
  const isByteLevel = tokens.some((token) => /[ĠĊ]/.test(token)) && tokens.every((token) => Array.from(token).every((character) => byteOf.has(character)));
  if (!isByteLevel) return tokens.some((token) => token.includes("▁")) ? tokens.map((token) => token.replaceAll("▁", " ")) : [...tokens];
  const decoder = new TextDecoder();
  return tokens.map((token, place) => decoder.decode(Uint8Array.from(Array.from(token), (character) => byteOf.get(character)!), { stream: place < tokens.length - 1 }));
}
