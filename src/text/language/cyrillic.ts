// Letters of other Cyrillic alphabets that a language does not write.
const foreign: Readonly<Record<string, string>> = {
  be: "ищъїєґјљњђћџ",
  bg: "ёыэіїєґўјљњђћџ",
  ru: "іїєґўјљњђћџ",
  sr: "ёйщъыьэюяіїєґў",
  uk: "ёъыэўјљњђћџ",
};

/** How many different letters of a text do not belong to the alphabet of a language. */
export function foreignLetters(text: string, language: string): number {
  const letters = new Set(text.toLowerCase());
  return Array.from(foreign[language] ?? "").filter((letter) => letters.has(letter)).length;
}
