/** Letters of one script, and what they say about the language. */
export interface Script {
  name: string;
  /** One run of such letters with its marks; flags g and u. */
  runs: RegExp;
  /** How much one letter counts: a syllable or an ideograph says about as much as three letters of an alphabet. */
  weight: number;
  /** Languages, ISO 639-1: with only one, the script decides. */
  languages: readonly string[];
}

/**
 * The scripts that are told apart. Chinese and Japanese share one; the languages of Latin, Cyrillic, Arabic and Devanagari
 * are those that n-grams can tell apart. For the others the most spoken language of the script stands for all of them.
 */
export const scripts: readonly Script[] = [
  script("Latin", { languages: "az ca cs da de en es et eu fi fr hr hu is it lt lv ms nl no pl pt ro sk sl sq sv tl tr vi yo" }),
  script("Cyrillic", { languages: "be bg ru sr uk" }),
  script("Arabic", { languages: "ar fa ku ur" }),
  script("Devanagari", { languages: "hi mr" }),
  { name: "Han", runs: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}ー]+/gu, weight: 3, languages: ["zh", "ja"] },
  script("Hangul", { languages: "ko", weight: 3 }),
  script("Greek", { languages: "el" }),
  script("Hebrew", { languages: "he" }),
  script("Armenian", { languages: "hy" }),
  script("Georgian", { languages: "ka" }),
  script("Ethiopic", { languages: "am", weight: 2 }),
  script("Thai", { languages: "th" }),
  script("Lao", { languages: "lo" }),
  script("Khmer", { languages: "km" }),
  script("Myanmar", { languages: "my" }),
  script("Tibetan", { languages: "bo" }),
  script("Bengali", { languages: "bn" }),
  script("Gujarati", { languages: "gu" }),
  script("Gurmukhi", { languages: "pa" }),
  script("Oriya", { languages: "or" }),
  script("Tamil", { languages: "ta" }),
  script("Telugu", { languages: "te" }),
  script("Kannada", { languages: "kn" }),
  script("Malayalam", { languages: "ml" }),
  script("Sinhala", { languages: "si" }),
];

function script(name: string, { languages, weight = 1 }: { languages: string; weight?: number }): Script {
  return { name, runs: new RegExp(String.raw`\p{Script=${name}}[\p{Script=${name}}\p{M}'’]*`, "gu"), weight, languages: languages.split(" ") };
}

/** The letters of a text, without marks and signs. */
export function letterCount(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}
