/** A text as it is compared: case, accents' composition, marks, articles and surplus spaces do not count. */
export function comparable(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().replaceAll(/['’`]/g, "").replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
  const withoutArticles = plain.split(" ").filter((word) => !["a", "an", "the"].includes(word)).join(" ");
  // An option may be the letter a.
  return withoutArticles === "" ? plain : withoutArticles;
}

/**
 * The option that a written answer names: the one that it is, else the only one that it begins with, else the only one that stands in
 * it. Null where none or several do.
 *
 * @example
 * matchOption("The poor one.\n", ["poor one", "rich one", "unknown"]); // 0
 */
export function matchOption(answer: string, options: readonly string[]): number | null {
  const written = comparable(answer.trim().split("\n")[0]!);
  const wanted = options.map(comparable);
  const only = (matches: (option: string) => boolean): number | null => {
    const found = wanted.flatMap((option, place) => (option !== "" && matches(option) ? [place] : []));
    return found.length === 1 ? found[0]! : null;
  };
  return only((option) => option === written) ?? only((option) => `${written} `.startsWith(`${option} `)) ?? only((option) => ` ${written} `.includes(` ${option} `));
}
