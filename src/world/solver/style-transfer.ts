import { type Style, styleNames, styles } from "../lexicon/substitutions.ts";
import { unsolvable } from "./failure.ts";

/** The style is the one that the instruction names. */
export function solveStyleTransfer(input: string, instruction: string): string {
  const named = styleNames.filter((name) => instruction.split(/[^a-z]+/).includes(name));
  if (named.length !== 1) throw unsolvable("The instruction does not name one style", instruction);
  const style: Style = styles[named[0]!];
  let output = input;
  for (const [word, replacement] of style.replacements) {
    output = word === "." ? output.replaceAll(".", replacement) : output.replaceAll(new RegExp(`\\b${word}\\b`, "g"), replacement);
  }
  return `${style.opening} ${output}`;
}
