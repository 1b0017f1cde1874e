import { readSpelledBytes } from "./byte-alphabet.ts";

/** How the pieces of a vocabulary become text again. */
export interface SpellingRules {
  /** Pieces are spelled in the byte alphabet. */
  readonly byteLevel: boolean;
  /** `<0x0A>` is one byte. */
  readonly byteFallback: boolean;
  /** In order, within each piece. */
  readonly replacements: readonly { readonly from: RegExp; readonly to: string }[];
  /** Stands between pieces. */
  readonly separator: string;
  /** How many spaces at the start of the whole text are not part of it. */
  readonly leadingSpaces: number;
}

const byteSpelling = /^<0x([0-9A-Fa-f]{2})>$/;

/** The bytes that a piece stands for; pieces of half a character are why they are bytes. */
export function bytesOfPiece(rules: SpellingRules, spelling: string): Uint8Array {
  const byte = rules.byteFallback ? byteSpelling.exec(spelling) : null;
  if (byte !== null) return Uint8Array.of(Number.parseInt(byte[1]!, 16));
  const replaced = rules.replacements.reduce((text, { from, to }) => text.replace(from, () => to), spelling);
  // A token that was added later may be spelled with other characters; it stands for itself.
  return (rules.byteLevel ? readSpelledBytes(replaced) : undefined) ?? Buffer.from(replaced, "utf8");
}
