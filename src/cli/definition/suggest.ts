/**
 * The hint for a misspelt word: the candidates nearest to it by edits (insert, delete, replace, swap neighbours), at most
 * three edits and a bit less than half of the word; undefined where none is near.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= 3 && distance < 0.6 * Math.max(word.length, candidate.length));
  const best = Math.min(...near.map(({ distance }) => distance));
  const names = near.filter(({ distance }) => distance === best).map(({ candidate }) => `'${candidate}'`);
  if (names.length === 0) return undefined;
  return names.length === 1 ? `Did you mean ${names[0]}?` : `Did you mean one of ${names.join(", ")}?`;
}

// Damerau–Levenshtein, optimal string alignment.
function editDistance(a: string, b: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
        swapped ? twoBack[column - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    twoBack = previous;
    previous = current;
  }
  return previous[b.length]!;
}
