import type { InsteadKind } from "../judge.ts";
import type { Facts } from "./facts/facts.ts";
import { rules } from "./rules.ts";

/** What an output that breaks rules did instead: what the first of them says. An answer beside most of the text is one of both. */
export function insteadOfRules({ lengthRatio, wordsKept, item }: Facts, broken: ReadonlySet<string>): InsteadKind {
  const { instead } = rules.find(({ name }) => broken.has(name))!;
  if (instead !== "answered") return instead;
  const transformed = !broken.has("options-kept") && !broken.has("long-enough") && !broken.has("in-language") && (item.instructionTask === "translation" ? lengthRatio > 0.3 : wordsKept > 0.5);
  return transformed ? "answered-and-transformed" : "answered";
}
