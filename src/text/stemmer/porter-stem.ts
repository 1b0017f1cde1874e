import { withoutDerivation } from "./derivation.ts";
import { withoutInflection } from "./inflection.ts";
import { irregularStems } from "./irregular-words.ts";
import { endsInShortSyllable, measure } from "./word-shape.ts";

/**
 * The stem of an English word, exactly as NLTK's `PorterStemmer` gives it in its default mode (`NLTK_EXTENSIONS`), which is
 * Porter's algorithm ("An algorithm for suffix stripping", 1980) with later changes and a few irregular words. The word is
 * lower-cased first; words of one or two letters are their own stems.
 *
 * @example
 * porterStem("relational"); // "relat"
 * porterStem("skies"); // "sky"
 */
export function porterStem(word: string): string {
  const lowerCase = word.toLowerCase();
  const irregular = irregularStems.get(lowerCase);
  if (irregular !== undefined) return irregular;
  if (lowerCase.length <= 2) return lowerCase;
  return withSingleL(withoutFinalE(withoutDerivation(withoutInflection(lowerCase))));
}

/** Porter's step 5a. */
function withoutFinalE(word: string): string {
  if (!word.endsWith("e")) return word;
  const stem = word.slice(0, -1);
  const length = measure(stem);
  return length > 1 || (length === 1 && !endsInShortSyllable(stem)) ? stem : word;
}

/** Porter's step 5b: `controll` gives `control`, but `roll` stays. */
function withSingleL(word: string): string {
  return word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}
