/** Every run of `size` tokens, joined by a space; tokens hold no spaces, so that equal n-grams are equal texts. */
export function nGrams(tokens: readonly string[], size: number): string[] {
  const grams: string[] = [];
  for (let end = size; end <= tokens.length; end++) grams.push(tokens.slice(end - size, end).join(" "));
  return grams;
}

export function countsOf(elements: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const element of elements) counts.set(element, (counts.get(element) ?? 0) + 1);
  return counts;
}

/** How many elements two multisets share, each as often as both have it. */
export function commonCount(first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [element, count] of first) common += Math.min(count, second.get(element) ?? 0);
  return common;
}
