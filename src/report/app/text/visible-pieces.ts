/** A stretch of text, or one character that must not act, by its escape. */
export interface Piece {
  readonly kind: "text" | "escape";
  readonly text: string;
}

// What a reader's eye or the browser would act on instead of showing: control characters but for tab and line feed; format characters,
// which reorder or hide text, but for the joiners that scripts and emoji are written with and the visible signs of Arabic; line and
// paragraph separators; lone surrogates. The command line shows the same ones.
const unsafe = /[^\P{Cc}\t\n]|(?!\u200c|\u200d|[\u0600-\u0605\u06dd])\p{Cf}|[\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text of unknown origin in pieces: all of it can be seen, and none of it acts. */
export function visiblePieces(text: string): Piece[] {
  const plain = text.replaceAll("\r\n", "\n");
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: character, index } of plain.matchAll(unsafe)) {
    if (index > end) pieces.push({ kind: "text", text: plain.slice(end, index) });
    pieces.push({ kind: "escape", text: escapeOf(character) });
    end = index + character.length;
  }
  if (end < plain.length) pieces.push({ kind: "text", text: plain.slice(end) });
  return pieces;
}

function escapeOf(character: string): string {
  if (character === "\r") return "\\r";
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** On one line, for titles and lists. */
export function visibleLine(text: string): string {
  return visiblePieces(text).map(({ text: piece }) => piece).join("").replaceAll(/\s+/gu, " ");
}

/** The first so many characters, never half of one. */
export function cut(text: string, characters: number): string {
  const end = text.length > characters && /[\ud800-\udbff]/.test(text[characters - 1]!) ? characters - 1 : characters;
  return text.slice(0, end);
}
