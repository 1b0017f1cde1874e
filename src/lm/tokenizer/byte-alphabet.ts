/**
 * How byte-level tokenizers spell bytes as printable characters: bytes that Latin-1 prints stand for themselves, the others
 * take the characters from U+0100 on, in order (the encoder of GPT-2).
 */
const characters: readonly string[] = alphabet();
const bytes: ReadonlyMap<string, number> = new Map(characters.map((character, byte) => [character, byte]));

function alphabet(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCharCode(printable ? byte : next++);
  });
}

/** The text's UTF-8, spelled in the alphabet. */
export function spellBytes(text: string): string {
  if (/^[!-~]*$/.test(text)) return text;
  let spelled = "";
  for (const byte of Buffer.from(text, "utf8")) spelled += characters[byte]!;
  return spelled;
}

/** The bytes that a spelling stands for; undefined where a character is not of the alphabet. */
export function readSpelledBytes(spelling: string): Uint8Array | undefined {
  const read: number[] = [];
  for (const character of spelling) {
    const byte = bytes.get(character);
    if (byte === undefined) return undefined;
    read.push(byte);
  }
  return Uint8Array.from(read);
}
