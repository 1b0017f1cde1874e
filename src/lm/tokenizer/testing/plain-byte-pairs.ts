/** GPT-2's tokenizer as its paper tells it, slowly: the lowest-ranked pair is searched again after every merge, by spelling. */
export function plainByteLevel(encoder: Readonly<Record<string, number>>, bpe: string): (text: string) => number[] {
  const ranks = new Map(bpe.split("\n").slice(1).filter((line) => line !== "").map((line, rank) => [line, rank]));
  const printable: number[] = [];
  for (let byte = 0; byte < 256; byte++) if ((byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173) printable.push(byte);
  const shifted = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable.includes(byte));
  const spell = (byte: number): string => String.fromCodePoint(printable.includes(byte) ? byte : 256 + shifted.indexOf(byte));
  return (text) => {
    const ids: number[] = [];
    for (const word of words(text)) {
      const parts = plainMerges(ranks, Array.from(new TextEncoder().encode(word), spell));
      ids.push(...parts.map((part) => encoder[part]!));
    }
    return ids;
  };
}

/** Joins the neighbours of the lowest rank, the leftmost of equals, until none has a rank. Ranks are by both spellings, a space between. */
export function plainMerges(ranks: ReadonlyMap<string, number>, characters: readonly string[]): string[] {
  let parts = [...characters];
  for (;;) {
    let best = Infinity;
    let where = -1;
    for (let at = 0; at + 1 < parts.length; at++) {
      const rank = ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Infinity;
      if (rank < best) [best, where] = [rank, at];
    }
    if (where === -1) return parts;
    parts = [...parts.slice(0, where), parts[where]! + parts[where + 1]!, ...parts.slice(where + 2)];
  }
}

/** The words of GPT-2, by walking over characters instead of by an expression. */
function words(text: string): string[] {
  const characters = Array.from(text);
  const kind = (character: string | undefined): string => (character === undefined ? "end" : /\p{White_Space}/u.test(character) ? "space" : /\p{L}/u.test(character) ? "letter" : /\p{N}/u.test(character) ? "number" : "other");
  const found: string[] = [];
  for (let at = 0; at < characters.length; ) {
    const contraction = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].find((ending) => characters.slice(at, at + ending.length).join("") === ending);
    let end = at;
    if (contraction !== undefined) end = at + contraction.length;
    else if (kind(characters[at]) === "space" && !(characters[at] === " " && !["space", "end"].includes(kind(characters[at + 1])))) {
      while (kind(characters[end]) === "space") end += 1;
      // The last space of a run belongs to the word behind it, or stands alone.
      if (end < characters.length && end - at > 1) end -= 1;
    } else {
      const first = characters[at] === " " ? at + 1 : at;
      end = first;
      while (kind(characters[end]) === kind(characters[first])) end += 1;
    }
    found.push(characters.slice(at, end).join(""));
    at = end;
  }
  return found;
}
