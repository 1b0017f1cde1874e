import { randomStream } from "../../../stats/index.ts";

const enumerated = 14;
const flips = 19_999;
const tolerance = 1e-12;

/**
 * The two-sided p-value of "the two systems are alike": if they were, whichever of the two an input's results came from would
 * not matter, so every input may change its sign. `weights` is what each input adds to the difference; the p-value is the share
 * of the signs under which the sum is as far from 0 as it is. All of them for up to 14 inputs that add something; beyond, 19 999
 * drawn ones and the one observed (Phipson & Smyth 2010). Items of one input keep together, so it needs no independence among them;
 * where every input adds as much as any other, it is McNemar's exact test.
 */
export function signFlipTest(weights: readonly number[], seed: number): number {
  const moving = weights.filter((weight) => Math.abs(weight) > tolerance).sort((a, b) => a - b);
  const observed = Math.abs(moving.reduce((total, weight) => total + weight, 0)) - tolerance;
  if (moving.length <= enumerated) {
    let extreme = 0;
    for (let signs = 0; signs < 2 ** moving.length; signs++) if (Math.abs(flipped(moving, (index) => (signs >> index) & 1)) >= observed) extreme++;
    return extreme / 2 ** moving.length;
  }
  const random = randomStream(seed, "sign-flip");
  const words = new Uint32Array(Math.ceil(moving.length / 32));
  let extreme = 1;
  for (let flip = 0; flip < flips; flip++) {
    for (let word = 0; word < words.length; word++) words[word] = random.uint32();
    if (Math.abs(flipped(moving, (index) => (words[index >> 5]! >>> (index & 31)) & 1)) >= observed) extreme++;
  }
  return extreme / (flips + 1);
}

function flipped(weights: readonly number[], bit: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += bit(index) === 1 ? -weights[index]! : weights[index]!;
  return total;
}
