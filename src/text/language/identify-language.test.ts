import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type IdentifiedLanguage, identifyLanguage, type LanguageIdentifier, loadLanguageIdentifier } from "./identify-language.ts";

const sentences: Record<string, { long: string[]; short: string[] }> = JSON.parse(readFileSync(new URL("../testing/sentences.json", import.meta.url), "utf8"));

let identify: LanguageIdentifier;

beforeAll(async () => {
  identify = await loadLanguageIdentifier();
});

test.each(Object.entries(sentences))("whole sentences in %s", (language, { long }) => {
  expect(long.map((sentence) => [identify(sentence).language, sentence])).toEqual(long.map((sentence) => [language, sentence]));
});

describe("how often it is right", () => {
  test("in sentences of three or four words", () => {
    expect(accuracy(Object.entries(sentences).flatMap(([language, { short }]) => short.map((text) => ({ language, text }))))).toBeGreaterThan(0.96);
  });

  test("in every three words of a sentence; and its confidence is what comes true", () => {
    const pieces = Object.entries(sentences).flatMap(([language, { long }]) => long.flatMap((sentence) => threeWords(sentence).map((text) => ({ language, text }))));
    expect(pieces.length).toBeGreaterThan(500);
    const right = accuracy(pieces);
    expect(right).toBeGreaterThan(0.93);
    const confidence = pieces.reduce((sum, { text }) => sum + identify(text).confidence, 0) / pieces.length;
    expect(Math.abs(confidence - right)).toBeLessThan(0.03);
  });

  function accuracy(cases: readonly { language: string; text: string }[]): number {
    return cases.filter(({ language, text }) => identify(text).language === language).length / cases.length;
  }

  function threeWords(sentence: string): string[] {
    const words = sentence.split(" ");
    return Array.from({ length: Math.floor(words.length / 3) }, (_, place) => words.slice(3 * place, 3 * place + 3).join(" "));
  }
});

test.each(["", " \n", "42 + 1 = 43", "?!…", "😀🎉", "\ud800 \udfff", "`let x = 1`", "https://example.com/where/is/the/house", "someone@example.com", "```\nx1 = 2\n```", "print_the_list h2o"])("%j is in no language", (text) => {
  expect(identify(text)).toEqual({ language: undefined, confidence: 0, candidates: [] });
});

test.each([
  ["code in backticks", "Wir rufen `printTheListOfAllNumbers(whatever, howeverMany)` einmal am Tag auf, nicht öfter.", "de"],
  ["a fenced block", `Voici la fonction demandée :\n\`\`\`python\n${"def the_answer_to_everything(what, where):\n    return what is where and where\n".repeat(20)}\`\`\`\nElle renvoie toujours la même valeur.`, "fr"],
  ["a fenced block without an end", `Ecco la funzione che hai chiesto.\n\`\`\`\n${"for each item in the list print the item\n".repeat(9)}`, "it"],
  ["an address", "Más información en https://www.example.com/this-is-the-page/where-you-find-more/about-the-house", "es"],
  ["tags", '<div class="the main content of the page"><p>Dat is een mooi huis.</p></div>', "nl"],
])("%s does not count", (_, text, language) => {
  expect(identify(text).language).toBe(language);
});

test("words between marks of emphasis count", () => {
  expect(identify("_Bonjour_ **madame**, __comment__ *allez*-vous ?")).toEqual(identify("Bonjour madame, comment allez-vous ?"));
});

test("an answer that stands wholly in a fence counts", () => {
  expect(identify("```text\nLe train part tous les matins à la même heure.\n```").language).toBe("fr");
});

test("a long text in two languages shows both by their shares", () => {
  const [english, turkish] = [sentences.en!.long.join(" "), sentences.tr!.long.join(" ")];
  const { language, candidates } = identify(`${turkish.repeat(6)} ${english.repeat(2)}`);
  expect(language).toBe("tr");
  expect(confidenceOf("en", candidates)).toBeCloseTo(0.25, 1);
  // Two sentences of the same meaning: an ideograph counts as three letters.
  const mixed = identify(`${sentences.ru!.long[0]} ${sentences.zh!.long[0]}`).candidates;
  for (const language of ["ru", "zh"]) expect(Math.abs(confidenceOf(language, mixed) - 0.5)).toBeLessThan(0.1);
});

test("the end of a megabyte counts as much as its beginning", () => {
  const [spanish, polish] = [sentences.es!.long.join(" "), sentences.pl!.long.join(" ")];
  const { candidates } = identify(`${spanish.repeat(1000)} ${polish.repeat(1000)}`);
  expect(confidenceOf("es", candidates)).toBeCloseTo(0.5, 1);
  expect(confidenceOf("pl", candidates)).toBeCloseTo(0.5, 1);
});

test("scripts that one language has", () => {
  const texts = { th: "สวัสดี", ka: "გამარჯობა", hy: "Բարև", km: "ជំរាបសួរ", my: "မင်္ဂလာပါ", ta: "வணக்கம்", bn: "নমস্কার", am: "ሰላም", lo: "ສະບາຍດີ" };
  for (const [language, text] of Object.entries(texts)) expect(identify(text)).toMatchObject({ language, confidence: 1 });
});

test("Japanese among Han, Chinese with a stray kana", () => {
  expect(identify("東京の天気は晴れ").language).toBe("ja");
  expect(identify("这家优の良品商店卖很多非常便宜而且质量很好的日用商品，大家都喜欢去那里买东西。").language).toBe("zh");
  // Han alone may be either, the less likely Japanese the longer it is.
  expect(identify("日本").confidence).toBeLessThan(identify("日本语是很难学的语言").confidence);
});

test("the letters of an alphabet rule languages out", () => {
  expect(identify("ещё щи").language).toBe("ru");
  expect(identify("їжа є").language).toBe("uk");
});

test("any text is answered in order, within [0, 1]", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.constantFrom(...Object.values(sentences).flatMap(({ short }) => short), "`", "```", "<", "@", "7", "\ud800", "constructor", "__proto__"), { maxLength: 12 }).map((pieces) => pieces.join(" ")));
  fc.assert(
    fc.property(text, (text) => {
      const { language, confidence, candidates }: IdentifiedLanguage = identify(text);
      expect(language).toBe(candidates[0]?.language);
      expect(confidence).toBe(candidates[0]?.confidence ?? 0);
      expect(candidates.map((candidate) => candidate.confidence)).toEqual(candidates.map((candidate) => candidate.confidence).sort((a, b) => b - a));
      expect(candidates.every((candidate) => candidate.confidence >= 0.01 && candidate.confidence <= 1)).toBe(true);
      expect(candidates.reduce((sum, candidate) => sum + candidate.confidence, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test.each(["word ", "字", "`", "``` ", "<", "a@", "x", "1", "\ud800", "а", "ि", "https://", "ab1"])("a megabyte of %j takes bounded time", (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  const started = performance.now();
  identify(text);
  expect(performance.now() - started).toBeLessThan(3000);
});

test("the function that loads by itself gives the same", async () => {
  const [sentence] = sentences.pt!.long;
  expect(await identifyLanguage(sentence!)).toEqual(identify(sentence!));
});

function confidenceOf(language: string, candidates: IdentifiedLanguage["candidates"]): number {
  return candidates.find((candidate) => candidate.language === language)?.confidence ?? 0;
}
