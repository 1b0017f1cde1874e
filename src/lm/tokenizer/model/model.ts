/** What turns one stretch of prepared text into ids: the heart of a tokenizer. */
export interface TokenModel {
  /** Appends the ids of the text. */
  encode(text: string, into: number[]): void;
}

/** What becomes of characters that no piece covers. */
export interface UnknownPolicy {
  /** The id that stands for them; undefined where there is none, and then they are left out. */
  readonly id: number | undefined;
  /** Whether several in a row become one id. */
  readonly fused: boolean;
  /** The ids of the 256 bytes, where such characters are spelled by their UTF-8 instead. */
  readonly bytes: readonly number[] | undefined;
}

/** The ids of all bytes from pieces spelled `<0x00>` … `<0xFF>`; undefined where one is lacking. */
export function byteIds(pieces: ReadonlyMap<string, number>): number[] | undefined {
  const ids: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const id = pieces.get(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}
