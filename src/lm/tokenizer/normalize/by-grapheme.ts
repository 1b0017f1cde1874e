import type { CharacterMap } from "./double-array.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const printable = (unit: number): boolean => unit >= 0x20 && unit < 0x7f;

/**
 * Applies a character map the way the step `Precompiled` of tokenizer.json is applied elsewhere: to each grapheme of less than
 * six bytes, or else to its characters; the shortest key decides, and replaces the whole. SentencePiece itself takes the
 * longest key at each place; the two differ on rare sequences, and ids are only right where each is followed.
 */
export function byGrapheme(map: CharacterMap): (text: string) => string {
  const one = (character: string): string => map.match(Buffer.from(character, "utf8"), 0, "shortest")?.replacement ?? character;
  const printed = Array.from({ length: 0x7f }, (_, unit) => one(String.fromCharCode(unit)));
  const mapGrapheme = (grapheme: string): string => {
    const bytes = Buffer.from(grapheme, "utf8");
    const whole = bytes.length < 6 ? map.match(bytes, 0, "shortest") : undefined;
    return whole === undefined ? Array.from(grapheme, one).join("") : whole.replacement;
  };
  return (text) => {
    let mapped = "";
    for (let at = 0; at < text.length; ) {
      // Between two printable characters of ASCII there is always a boundary, and finding others is slow.
      if (printable(text.charCodeAt(at)) && (at + 1 === text.length || printable(text.charCodeAt(at + 1)))) {
        mapped += printed[text.charCodeAt(at)]!;
        at += 1;
        continue;
      }
      let end = at + 1;
      while (end < text.length && !(printable(text.charCodeAt(end - 1)) && printable(text.charCodeAt(end)))) end += 1;
      for (const { segment } of segmenter.segment(text.slice(at, end))) mapped += mapGrapheme(segment);
      at = end;
    }
    return mapped;
  };
}
