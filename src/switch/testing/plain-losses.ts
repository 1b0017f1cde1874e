import type { LossName } from "../losses/losses.ts";

/** The softmax of logits, as it is defined. */
export function plainSoftmax(logits: readonly number[]): number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

const sumOver = (T: readonly number[], S: readonly number[], term: (t: number, s: number) => number): number => T.reduce((sum, t, id) => sum + term(t, S[id]!), 0);

/** Each loss as the papers write it, over probabilities, in float64; b is the teacher's weight of a JSD or a skew's α. */
const formulas: Readonly<Record<LossName, (T: readonly number[], S: readonly number[], b: number) => number>> = {
  kl: (T, S) => sumOver(T, S, (t, s) => t * Math.log(t / s)),
  "reverse-kl": (T, S) => sumOver(T, S, (t, s) => s * Math.log(s / t)),
  jsd: (T, S, b) => sumOver(T, S, (t, s) => b * t * Math.log(t / (b * t + (1 - b) * s)) + (1 - b) * s * Math.log(s / (b * t + (1 - b) * s))),
  "skew-kl": (T, S, b) => sumOver(T, S, (t, s) => t * Math.log(t / (b * t + (1 - b) * s))),
  "skew-reverse-kl": (T, S, b) => sumOver(T, S, (t, s) => s * Math.log(s / ((1 - b) * t + b * s))),
  "total-variation": (T, S) => sumOver(T, S, (t, s) => Math.abs(t - s) / 2),
};

/** The loss of a student's logits, independent of the engine. */
export function plainLoss(name: LossName, teacher: readonly number[], student: readonly number[], b: number): number {
  return formulas[name](plainSoftmax(teacher), plainSoftmax(student), b);
}

/** Its gradient by central differences. */
export function plainGradient(lossOf: (student: readonly number[]) => number, student: readonly number[], step = 1e-5): number[] {
  return student.map((value, index) => (lossOf(student.with(index, value + step)) - lossOf(student.with(index, value - step))) / (2 * step));
}
