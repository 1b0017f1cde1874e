import { codeShare } from "./code-lines.ts";
import type { Facts } from "./facts.ts";

/** Characters of a translation for one of the English text. */
const charactersPerEnglish: Readonly<Record<string, number>> = { de: 1.13, fr: 1.18, es: 1.12, pt: 1.1, it: 1.14, zh: 0.43, hi: 0.99, ar: 0.88 };

/** The length that a faithful output of the source has on average, over that of the source. */
export function usualRatio({ item, source }: Pick<Facts, "item" | "source">): number {
  if (item.instructionTask === "translation") {
    const code = codeShare(source);
    return code + (1 - code) * (charactersPerEnglish[item.language ?? ""] ?? 1);
  }
  if (item.instructionTask === "proofreading") return 1;
  if (item.instructionTask === "rewriting") return 1.18;
  return { direct: 0.88, casual: 1.1, formal: 1.35, emotional: 1.45 }[item.style ?? ""] ?? 1.1;
}
