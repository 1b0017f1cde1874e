import { SteadfastError } from "../../base/index.ts";
import { type BareModel, sameTokenizer } from "../../lm/index.ts";
import { sharedVocabulary } from "./model-pair.ts";

/**
 * How many tokens two models share, once it is sure that they mean the same by them.
 *
 * @throws SteadfastError `tokenizer-differs`, naming a text that shows it; those of `sharedVocabulary`
 * @example
 * const vocabulary = checkPair(await loadBareModel("./teacher"), await loadBareModel("./student"));
 */
export function checkPair(teacher: BareModel, student: BareModel): number {
  const [first, second] = [teacher.tokenizer, student.tokenizer];
  if (first !== undefined && second !== undefined) {
    const compared = sameTokenizer(first, second);
    if (!compared.same) {
      const shown = (ids: readonly number[]): string => `[${ids.slice(0, 12).join(" ")}${ids.length > 12 ? " …" : ""}]`;
      throw new SteadfastError({
        code: "tokenizer-differs",
        sentence: `The tokenizers of teacher and student differ: ${JSON.stringify(compared.text.slice(0, 80))} is ${shown(compared.first)} to the teacher and ${shown(compared.second)} to the student.`,
        hint: "Distilling compares the models token by token: take a pair with one tokenizer.",
      });
    }
  }
  const size = first?.size ?? second?.size;
  return sharedVocabulary(teacher.model, student.model, size);
}
