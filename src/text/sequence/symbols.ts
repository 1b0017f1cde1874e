/**
 * Numbers for the elements of several sequences, the same number for the same element, from 0 on: what is compared often is
 * then compared as numbers.
 *
 * @returns the sequences as numbers, and how many numbers there are.
 */
export function numbered<T>(...sequences: readonly (readonly T[])[]): { sequences: Uint32Array[]; symbols: number } {
  const numbers = new Map<T, number>();
  const rows = sequences.map((sequence) => {
    const row = new Uint32Array(sequence.length);
    for (const [place, element] of sequence.entries()) {
      let number = numbers.get(element);
      if (number === undefined) numbers.set(element, (number = numbers.size));
      row[place] = number;
    }
    return row;
  });
  return { sequences: rows, symbols: numbers.size };
}
