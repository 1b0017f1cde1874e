/** How many elements two sequences have in common at the start, and how many of the rest at the end. */
export function commonEnds(one: Uint32Array, other: Uint32Array): { start: number; end: number } {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return { start, end };
}
