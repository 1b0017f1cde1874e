import { SteadfastError } from "../../base/index.ts";
import { readPieces } from "../../lm/index.ts";

/**
 * Instructions of one's own: a line each.
 *
 * @throws SteadfastError `data-missing`, `data-unreadable`, `data-format`, `data-empty`
 */
export async function readInstructions(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of readPieces(path)) {
    if ("reason" in piece) throw new SteadfastError({ code: "data-format", sentence: `Line ${piece.line} of ${path} cannot be used: ${piece.reason}.`, hint: "Write one instruction a line, in UTF-8." });
    lines.push(piece.text.trim());
  }
  if (lines.length === 0) throw new SteadfastError({ code: "data-empty", sentence: `There is no instruction in ${path}.`, hint: "Write one instruction a line." });
  return lines;
}
