// Philox4x32-10: a block cipher of ten light rounds, used as a random function of (key, counter).
// Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3.

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
// The key grows by these between rounds: the golden ratio and √3 − 1, as 32-bit fractions.
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Four random 32-bit words for a 64-bit key and a 128-bit counter, written into `block`.
 * Counter and key are unsigned 32-bit words, the least significant first.
 *
 * @example
 * const block = new Uint32Array(4);
 * philox4x32(0, 0, 0, 0, 0, 0, block); // block[0] === 0x6627e8d5
 */
export function philox4x32(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  block: Uint32Array,
): void {
  let word0 = counter0 | 0;
  let word1 = counter1 | 0;
  let word2 = counter2 | 0;
  let word3 = counter3 | 0;
  let round0 = key0 | 0;
  let round1 = key1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(word0, MULTIPLIER_0 >>> 16, MULTIPLIER_0 & 0xffff);
    const high1 = highWord(word2, MULTIPLIER_1 >>> 16, MULTIPLIER_1 & 0xffff);
    const low0 = Math.imul(MULTIPLIER_0, word0);
    const low1 = Math.imul(MULTIPLIER_1, word2);
    word0 = high1 ^ word1 ^ round0;
    word2 = high0 ^ word3 ^ round1;
    word1 = low1;
    word3 = low0;
    round0 = (round0 + WEYL_0) | 0;
    round1 = (round1 + WEYL_1) | 0;
  }
  block[0] = word0;
  block[1] = word1;
  block[2] = word2;
  block[3] = word3;
}

/** The upper half of the 64-bit product of an unsigned word and a multiplier in two halves. */
function highWord(word: number, multiplierHigh: number, multiplierLow: number): number {
  const high = word >>> 16;
  const low = word & 0xffff;
  const crossed = Math.imul(high, multiplierLow);
  const other = Math.imul(low, multiplierHigh);
  const middle = (Math.imul(low, multiplierLow) >>> 16) + (crossed & 0xffff) + (other & 0xffff);
  return (Math.imul(high, multiplierHigh) + (crossed >>> 16) + (other >>> 16) + (middle >>> 16)) | 0;
}
