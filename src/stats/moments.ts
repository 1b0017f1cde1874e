import { invalid } from "./check.ts";

/**
 * The sum with the rounding of every addition added back (Neumaier 1974): the error does not grow with the length.
 *
 * @example
 * sum([1, 1e100, 1, -1e100]); // 2
 */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // An infinity or NaN among the values leaves no meaning in what was lost.
  return Number.isFinite(lost) ? total + lost : total;
}

/**
 * The arithmetic mean.
 *
 * @throws SteadfastError `invalid-statistic` for no values.
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: ArrayLike<number> & Iterable<number>): number {
  if (values.length === 0) throw invalid("The mean of no values is undefined.");
  return sum(values) / values.length;
}

/**
 * The sample variance (divisor n − 1), by a pass for the mean and one for the squared distances from it.
 *
 * @throws SteadfastError `invalid-statistic` for fewer than two values.
 * @example
 * variance([1, 2, 3, 4]); // 1.6666…
 */
export function variance(values: ArrayLike<number> & Iterable<number>): number {
  if (values.length < 2) throw invalid(`The variance of ${values.length} values is undefined.`);
  const center = mean(values);
  return sum(Float64Array.from(values, (value) => (value - center) ** 2)) / (values.length - 1);
}

/**
 * The square root of the sample variance.
 *
 * @example
 * standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]); // 2.138…
 */
export function standardDeviation(values: ArrayLike<number> & Iterable<number>): number {
  return Math.sqrt(variance(values));
}

/**
 * Count, mean and variance of values that pass by once and are not kept (Welford 1962); two of them merge
 * (Chan, Golub & LeVeque 1983).
 *
 * @example
 * const loss = new RunningMoments();
 * for (const step of steps) loss.add(step.loss);
 * loss.mean;
 */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  /** How many values were added. */
  get count(): number {
    return this.#count;
  }

  /** Null while nothing was added. */
  get mean(): number | null {
    return this.#count === 0 ? null : this.#mean;
  }

  /** The sample variance (divisor n − 1); null below two values. */
  get variance(): number | null {
    return this.#count < 2 ? null : this.#squares / (this.#count - 1);
  }

  add(value: number): void {
    this.#count++;
    const difference = value - this.#mean;
    this.#mean += difference / this.#count;
    this.#squares += difference * (value - this.#mean);
  }

  /** Takes in everything that another one has seen; the other stays as it is. */
  merge(other: RunningMoments): void {
    const count = this.#count + other.#count;
    if (count === 0) return;
    const difference = other.#mean - this.#mean;
    this.#mean += (difference * other.#count) / count;
    this.#squares += other.#squares + difference * difference * ((this.#count * other.#count) / count);
    this.#count = count;
  }
}
