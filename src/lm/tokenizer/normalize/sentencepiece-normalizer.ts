import type { CharacterMap } from "./double-array.ts";

/** @see sentencePieceNormalizer */
export interface SentencePieceNormalizerSettings {
  readonly map: CharacterMap | undefined;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespace: boolean;
  readonly escapeWhitespace: boolean;
  /** Finds a piece at a place that users defined, which is left as it is: its length, 0 where there is none. */
  readonly keepAt: (text: string, at: number) => number;
}

/**
 * SentencePiece's own preparation of a text: the character map (the longest key at each place), spaces made one and cut from
 * the ends, a space in front, spaces written as ▁. The space in front can be withheld, for text that goes on after another.
 */
export function sentencePieceNormalizer(settings: SentencePieceNormalizerSettings): (text: string, prefixed: boolean) => string {
  const { addDummyPrefix, removeExtraWhitespace, escapeWhitespace } = settings;
  return (text, prefixed) => {
    let mapped = mapLongest(settings, text);
    if (removeExtraWhitespace) mapped = mapped.replace(/^ +/, "").replace(/ {2,}/g, " ");
    if (mapped === "") return "";
    if (addDummyPrefix && prefixed) mapped = ` ${mapped}`;
    const mark = escapeWhitespace ? "▁" : " ";
    const escaped = mapped.replaceAll(" ", mark);
    // After escaping, as SentencePiece does it: a ▁ of the text itself goes, too.
    return removeExtraWhitespace ? withoutEnd(escaped, mark) : escaped;
  };
}

function withoutEnd(text: string, mark: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === mark) end -= 1;
  return text.slice(0, end);
}

function mapLongest({ map, keepAt }: SentencePieceNormalizerSettings, text: string): string {
  if (map === undefined) return text;
  const bytes = Buffer.from(text, "utf8");
  let mapped = "";
  for (let at = 0, unit = 0; unit < text.length; ) {
    const kept = keepAt(text, unit);
    const match = kept > 0 ? undefined : map.match(bytes, at, "longest");
    if (match === undefined) {
      const plain = kept > 0 ? text.slice(unit, unit + kept) : String.fromCodePoint(text.codePointAt(unit)!);
      mapped += plain;
      unit += plain.length;
      at += Buffer.byteLength(plain, "utf8");
      continue;
    }
    mapped += match.replacement;
    const end = at + match.length;
    // Keys are whole characters, so both counts meet again.
    while (at < end) {
      const character = String.fromCodePoint(text.codePointAt(unit)!);
      unit += character.length;
      at += Buffer.byteLength(character, "utf8");
    }
  }
  return mapped;
}
