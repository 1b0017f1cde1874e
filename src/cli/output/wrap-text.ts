import { displayWidth } from "./display-width.ts";
import { piecesOf, plainText, type Printable, type StyledText } from "./styled-text.ts";

/**
 * Text broken between words so that no line is wider than a terminal; what a line was indented by, its continuation is too.
 * A word that alone is too long stays whole.
 */
export function wrapText(printable: Printable, width: number): Printable {
  const pieces = piecesOf(printable).map((piece) => (typeof piece === "string" ? plainText(piece) : { ...piece, text: plainText(piece) }));
  const breaks = breaksOf(pieces.map(textOf).join(""), width);
  let start = 0;
  return pieces.map((piece) => {
    const text = textOf(piece);
    const broken = [...breaks].filter(([at]) => at >= start && at < start + text.length).reduceRight((sofar, [at, indent]) => `${sofar.slice(0, at - start)}\n${indent}${sofar.slice(at - start + 1)}`, text);
    start += text.length;
    return typeof piece === "string" ? broken : { ...piece, text: broken };
  });
}

// At which spaces the text goes on in a new line, and with which indent.
function breaksOf(text: string, width: number): Map<number, string> {
  const breaks = new Map<number, string>();
  let lineStart = 0;
  for (const line of text.split("\n")) {
    const indent = /^ */.exec(line)![0];
    let used = indent.length;
    let at = indent.length;
    for (const word of line.slice(indent.length).split(" ")) {
      const wide = displayWidth(word);
      if (at > indent.length && used + 1 + wide > width && word !== "") {
        breaks.set(lineStart + at, indent);
        used = indent.length + wide;
        at += 1 + word.length;
      } else {
        const space = at > indent.length ? 1 : 0;
        used += space + wide;
        at += space + word.length;
      }
    }
    lineStart += line.length + 1;
  }
  return breaks;
}

function textOf(piece: string | StyledText): string {
  return typeof piece === "string" ? piece : piece.text;
}
