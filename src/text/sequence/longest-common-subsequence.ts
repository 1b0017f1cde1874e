import { commonEnds } from "./common-ends.ts";
import { numbered } from "./symbols.ts";

const BITS = 32;

/**
 * The length of the longest common subsequence. Bit-parallel (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004):
 * 32 elements of one sequence at a time walk along the whole other one, so the time is that of |first| · |second| / 32 steps,
 * and the memory that of the two sequences.
 */
export function longestCommonSubsequence<T>(first: readonly T[], second: readonly T[]): number {
  const { sequences, symbols } = numbered(first, second);
  const [one, other] = sequences as [Uint32Array, Uint32Array];
  const { start, end } = commonEnds(one, other);
  const middle = [one, other].map((row) => row.subarray(start, row.length - end)) as [Uint32Array, Uint32Array];
  return start + end + lengthOfMiddle(middle, symbols);
}

function lengthOfMiddle([one, other]: [Uint32Array, Uint32Array], symbols: number): number {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  // The columns of a block that hold a symbol, one bit each.
  const columns = new Int32Array(symbols);
  // The addition's carry from the block before, for each row.
  const carries = new Uint8Array(longer.length);
  let length = 0;
  for (let from = 0; from < shorter.length; from += BITS) {
    const block = shorter.subarray(from, from + BITS);
    for (const [bit, symbol] of block.entries()) columns[symbol]! |= 1 << bit;
    length += advance(longer, { columns, carries, width: block.length });
    for (const symbol of block) columns[symbol] = 0;
  }
  return length;
}

/** Walks one block of columns down all rows; the steps of the length that fall into the block are the zeros left in its bits. */
function advance(rows: Uint32Array, { columns, carries, width }: { columns: Int32Array; carries: Uint8Array; width: number }): number {
  let state = -1;
  for (let row = 0; row < rows.length; row++) {
    const matches = state & columns[rows[row]!]!;
    const sum = (state + matches + carries[row]!) | 0;
    carries[row] = ((state & matches) | ((state | matches) & ~sum)) >>> 31;
    state = sum | (state & ~matches);
  }
  const zeros = width === BITS ? ~state : ~state & ((1 << width) - 1);
  return bitsIn(zeros);
}

function bitsIn(word: number): number {
  let bits = 0;
  for (let left = word; left !== 0; left &= left - 1) bits++;
  return bits;
}
