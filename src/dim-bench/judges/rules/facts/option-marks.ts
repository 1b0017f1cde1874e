import { normalizeText } from "../../../../text/index.ts";

/** Series of marks that options stand behind, each in order. */
const series: readonly (readonly string[])[] = [
  ["a", "b", "c", "d", "e"],
  ["1", "2", "3", "4", "5"],
  ["i", "ii", "iii", "iv", "v"],
  ["أ", "ب", "ج", "د", "ه"],
  ["ا", "ب", "ج", "د", "ه"],
  ["أ", "ب", "ت", "ث", "ج"],
  ["क", "ख", "ग", "घ", "ङ"],
  ["अ", "ब", "स", "द", "ई"],
  ["ए", "बी", "सी", "डी", "ई"],
  ["१", "२", "३", "४", "५"],
  ["١", "٢", "٣", "٤", "٥"],
  ["甲", "乙", "丙", "丁", "戊"],
  ["①", "②", "③", "④", "⑤"],
];

/** Where the options of a text begin: the places behind their marks, for the series of which most are found. The text is to be in NFKC, which tells Ａ． from A. no more. */
export function optionPlaces(text: string, count: number): readonly number[] {
  let best: readonly number[] = [];
  for (const marks of series) {
    for (const lines of [true, false]) {
      const places = placesOf(text, marks.slice(0, count), lines);
      if (places.length > best.length) best = places;
    }
  }
  return best;
}

/** Looks for marks one after another, from the end, so that a letter in the text before them is not taken for one. */
function placesOf(text: string, marks: readonly string[], atLines: boolean): readonly number[] {
  let best: number[] = [];
  for (let start = 0; ; ) {
    const places: number[] = [];
    let from = start;
    for (const mark of marks) {
      const place = find(text, mark, from, atLines);
      if (place === undefined) break;
      places.push(place);
      from = place;
    }
    if (places.length > best.length || (places.length === best.length && places.length > 0)) best = places;
    if (places.length === 0) return best;
    start = places[0]!;
  }
}

function find(text: string, mark: string, from: number, atLines: boolean): number | undefined {
  // At the start of a line a mark may stand alone; within one it takes a sign behind it.
  const pattern = atLines
    ? new RegExp(String.raw`(?:^|\n)[ \t]*(?:[-–—*•][ \t]*)?["“«(（[【]?${mark}(?:[ \t]*[).:\]）：】．。、،=–—-]+|[ \t]+(?=\S)|…)`, "giu")
    : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:[(（[【]${mark}[)）\]】]|(?<=[\s,;:.?!…)“"]|^)${mark}[).:：）](?=\s|\p{L}))`, "giu");
  pattern.lastIndex = Math.max(0, from - 1);
  for (;;) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const end = match.index + match[0].length;
    if (end > from) return end;
    pattern.lastIndex = match.index + 1;
  }
}

/** How many of the options stand in a text word for word. */
export function optionsFoundIn(text: string, options: readonly string[]): number {
  const folded = normalizeText(text).toLowerCase();
  return options.filter((option) => folded.includes(normalizeText(option).toLowerCase())).length;
}
