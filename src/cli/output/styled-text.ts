import { visibleText } from "./visible-text.ts";

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof codes;

/** A piece of text with a style. Styles are kept apart from the text, so that the text can always be made safe to print. */
export interface StyledText {
  text: string;
  style: Style;
}

/** What can be printed: plain text, a styled piece, or several of both side by side. */
export type Printable = string | StyledText | readonly (string | StyledText)[];

/** @example output.print([styled("bold", "accuracy"), " 0.93"]) */
export function styled(style: Style, text: string): StyledText {
  return { style, text };
}

/** The bytes for a terminal: every piece made safe, then styled where colours are wanted. */
export function renderText(printable: Printable, options: { colour: boolean; oneLine?: boolean }): string {
  return piecesOf(printable)
    .map((piece) => renderPiece(piece, options))
    .join("");
}

/** The text alone, made safe to print. */
export function plainText(printable: Printable, options: { oneLine?: boolean } = {}): string {
  return renderText(printable, { ...options, colour: false });
}

export function piecesOf(printable: Printable): readonly (string | StyledText)[] {
  return typeof printable === "string" || "style" in printable ? [printable] : printable;
}

function renderPiece(piece: string | StyledText, options: { colour: boolean; oneLine?: boolean }): string {
  if (typeof piece === "string") return visibleText(piece, options);
  const text = visibleText(piece.text, options);
  const [open, close] = codes[piece.style];
  return options.colour && text !== "" ? `\u001b[${open}m${text}\u001b[${close}m` : text;
}
