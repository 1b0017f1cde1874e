const marksWithoutSpace = new Set([".", ",", "?", "!", ":", "}"]);
const piece = / ?(?:\([a-z]\)|[A-Za-z]+|\d+|[=+{-])|[.,?!:}]|\n/g;

/** Words and marks as a text: a space before all but the first and those marks that close something. */
export function joinTokens(tokens: readonly string[]): string {
  let text = "";
  for (const token of tokens) text += text === "" || marksWithoutSpace.has(token) ? token : ` ${token}`;
  return text;
}

/** The words and marks of a text. What is none is left out. */
export function tokensOf(text: string): string[] {
  return piecesOf(text).map((found) => found.trim() || found);
}

/** The words and marks of a text, with the space that stands before them. */
export function piecesOf(text: string): string[] {
  return text.match(piece) ?? [];
}
