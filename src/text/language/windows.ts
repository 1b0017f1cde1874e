// The n-grams of eld are taken from some 350 bytes of a text at most, so that a long one has to be shown in pieces;
// the next space may be half a piece away.
const WINDOW_BYTES = 240;
const MOST_WINDOWS = 64;

/** Pieces of a text of some 240 bytes, cut at spaces where there are any; of a long text, 64 that are spread evenly over it. */
export function windowsOf(text: string): string[] {
  if (text === "") return [];
  const bytesPerUnit = Buffer.byteLength(text) / text.length;
  const length = Math.floor(WINDOW_BYTES / bytesPerUnit);
  const count = Math.ceil(text.length / length);
  const shown = Math.min(count, MOST_WINDOWS);
  return Array.from({ length: shown }, (_, place) => {
    const start = wordStart(text, Math.floor((place * text.length) / shown), length);
    const end = wordStart(text, shown < count ? start + length : Math.floor(((place + 1) * text.length) / shown), length);
    return text.slice(start, end);
  });
}

/** The place itself, or behind the next space if one is near. */
function wordStart(text: string, place: number, near: number): number {
  if (place === 0 || place >= text.length) return Math.min(place, text.length);
  const space = text.slice(place, place + near / 2).indexOf(" ");
  return space === -1 ? place : place + space + 1;
}
