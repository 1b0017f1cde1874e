import * as library from "@huggingface/tokenizers";
import { damaged, shown } from "./failure.ts";

// The package's declarations name their neighbours without endings, so none of its classes is visible to the compiler.
const { SplitPreTokenizer } = library as unknown as { SplitPreTokenizer: new (settings: { pattern: { Regex: string }; invert: boolean }) => { readonly pattern: RegExp } };

/**
 * A pattern of tokenizer.json, `{"String": …}` or `{"Regex": …}`, as a global expression. Expressions there are those of
 * Oniguruma, whose classes mean other characters than those of JavaScript; the library translates them.
 */
export function readPattern(pattern: unknown, file: string): RegExp {
  const { String: literal, Regex: expression } = (pattern ?? {}) as { String?: unknown; Regex?: unknown };
  if (typeof literal === "string" && literal !== "") return new RegExp(escapeLiteral(literal), "gu");
  if (typeof expression !== "string") throw damaged(file, `${shown(pattern)} is no pattern`);
  try {
    return new RegExp(new SplitPreTokenizer({ pattern: { Regex: expression }, invert: false }).pattern);
  } catch (cause) {
    throw damaged(file, `the pattern ${shown(expression)} cannot be read`, cause);
  }
}

export function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, (character) => `\\${character}`);
}
