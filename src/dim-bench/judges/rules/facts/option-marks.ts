import { normalizeText } from "../../../../text/index.ts";

/** Series of marks that options stand behind, each in order. */
const series: readonly (readonly string[])[] = [
  ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
  ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
  ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
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
  for (const marks of series.filter(({ length }) => length >= count)) {
    for (const lines of [true, false]) {
      const places = placesOf(text, marks.slice(0, count), lines);
      if (places.length > best.length) best = places;
    }
  }
  return best;
}

/** The longest series of marks in their order, and of those the last, so that a letter in the text before them is not taken for one. */
function placesOf(text: string, marks: readonly string[], atLines: boolean): readonly number[] {
  const all = marks.map((mark) => Array.from(text.matchAll(patternOf(mark, atLines)), ({ 0: found, index }) => index + found.length));
  let best: readonly number[] = [];
  for (const start of all[0]!) {
    const places = [start];
    for (const later of all.slice(1)) {
      const next = firstAfter(later, places.at(-1)!);
      if (next === undefined) break;
      places.push(next);
    }
    if (places.length >= best.length) best = places;
  }
  return best;
}

/** What matches a mark, up to where its option begins. At the start of a line a mark may stand alone; within one it takes a sign. */
function patternOf(mark: string, atLines: boolean): RegExp {
  return atLines
    ? new RegExp(String.raw`(?:^|\n)[ \t]*(?:[-–—*•][ \t]*)?["“«(（[【]?${mark}(?:[ \t]*[).:\]）：】．。、،=–—-]+|[ \t]+(?=\S)|…)`, "giu")
    : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:[(（[【]${mark}[)）\]】]|(?<=[\s,;:.?!…)“"]|^)${mark}[).:：）](?=\s|\p{L}))`, "giu");
}

/** The first of ascending numbers that is above a bound. */
function firstAfter(ascending: readonly number[], bound: number): number | undefined {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return ascending[low];
}

/** Above it options are not looked for: no alphabet of theirs is known here. */
export const mostOptions: number = Math.max(...series.map(({ length }) => length));

/** How many of the options stand in a text word for word. */
export function optionsFoundIn(text: string, options: readonly string[]): number {
  const folded = normalizeText(text).toLowerCase();
  return options.filter((option) => folded.includes(normalizeText(option).toLowerCase())).length;
}
