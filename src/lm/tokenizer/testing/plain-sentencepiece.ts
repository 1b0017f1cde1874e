/** SentencePiece's byte pairs, slowly: join the neighbours that make the piece of the highest score, the leftmost of equals. */
export function plainScoredPairs(pieces: ReadonlyMap<string, number>, text: string): string[] {
  let parts = Array.from(text);
  for (;;) {
    let best = -Infinity;
    let where = -1;
    for (let at = 0; at + 1 < parts.length; at++) {
      const score = pieces.get(parts[at]! + parts[at + 1]!);
      if (score !== undefined && score > best) [best, where] = [score, at];
    }
    if (where === -1) return parts;
    parts = [...parts.slice(0, where), parts[where]! + parts[where + 1]!, ...parts.slice(where + 2)];
  }
}

/** The best total score of any split into pieces, by trying all of them from the end; unknown characters cost `unknownScore`. */
export function plainBestScore(pieces: ReadonlyMap<string, number>, unknownScore: number, text: string): number {
  const characters = Array.from(text);
  const best: number[] = Array.from({ length: characters.length + 1 }, () => -Infinity);
  best[characters.length] = 0;
  for (let at = characters.length - 1; at >= 0; at--) {
    for (let end = at + 1; end <= characters.length; end++) {
      const score = pieces.get(characters.slice(at, end).join("")) ?? (end === at + 1 ? unknownScore : undefined);
      if (score !== undefined) best[at] = Math.max(best[at]!, score + best[end]!);
    }
  }
  return best[0]!;
}
