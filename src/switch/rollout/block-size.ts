import { HeldShares } from "./held-shares.ts";

/** How long drafts may be; told what passes cost and how drafts fare. */
export interface BlockSize {
  /**
   * Whether the drafts of a batch go on for another place; the first is drafted in any case.
   *
   * @param expected of each place so far, and of the next, how many of the rows' tokens are likely to be reached by the teacher's look
   */
  goesOn(expected: readonly number[]): boolean;
  /** The probability that a token drafted with this margin is the one that is written. */
  holds(margin: number): number;
  sawStudent(seconds: number): void;
  sawTeacher(tokens: number, seconds: number): void;
  /** Whether the token of a position is the drafted one, which was drawn with this margin. */
  sawPosition(margin: number, agreed: boolean): void;
}

/** Seconds of a batch's passes: one of the student, and one of the teacher over so many tokens a row. */
export interface PassCosts {
  readonly student: number;
  readonly teacherPass: number;
  readonly teacherToken: number;
}

/** Always the same. */
export function fixedBlock(size: number): BlockSize {
  return { goesOn: ({ length }) => length <= size, holds: () => 1, sawStudent: () => {}, sawTeacher: () => {}, sawPosition: () => {} };
}

/** Tried first, in turn, so that a line can be laid through what the teacher takes. */
const probes: readonly number[] = [1, 8, 4];
/** The first one only makes things ready; of the others each probe's fastest counts, for what else runs on the machine only makes passes slower. */
const probeRounds = 3;
/** The logits of a draft stay in memory until it is decided. */
const longest = 32;
/** How much better than what there is another place must be: rows whose drafts are cut fall behind those whose drafts hold, which then wait. */
const reluctance = 1.05;

/**
 * A round of so many places costs a student pass for each, and one of the teacher over them. Another place is drafted where it promises
 * more tokens a second than the places so far: as long as that holds, the rate rises. What it promises follows from the margins of the
 * tokens drafted. Costs are measured, or given; with given ones the same rollouts are drafted alike, whatever time they take.
 */
export class MeasuredBlock implements BlockSize {
  #costs: PassCosts | undefined;
  #probe = 0;
  readonly #shares = new HeldShares();
  readonly #student: number[] = [];
  /** Seconds of the teacher's fastest pass, by its tokens a row. */
  readonly #teacher = new Map<number, number>();

  constructor(costs?: PassCosts) {
    this.#costs = costs;
  }

  /** Undefined until each probe has been timed. */
  get costs(): PassCosts | undefined {
    return this.#costs;
  }

  goesOn(expected: readonly number[]): boolean {
    const drafted = expected.slice(0, -1);
    if (this.#costs === undefined) return drafted.length < probes[this.#probe % probes.length]!;
    if (drafted.length === longest) return false;
    const { student, teacherPass, teacherToken } = this.#costs;
    const place = student + teacherToken;
    const soFar = drafted.reduce((sum, tokens) => sum + tokens, 0) / (drafted.length * place + teacherPass);
    return expected.at(-1)! / place > reluctance * soFar;
  }

  holds(margin: number): number {
    return this.#shares.of(margin);
  }

  sawStudent(seconds: number): void {
    if (this.#costs === undefined) this.#student.push(seconds);
  }

  sawTeacher(tokens: number, seconds: number): void {
    if (this.#costs !== undefined) return;
    this.#probe += 1;
    if (this.#probe <= probes.length) return;
    this.#teacher.set(tokens, Math.min(seconds, this.#teacher.get(tokens) ?? Number.POSITIVE_INFINITY));
    if (this.#probe >= probeRounds * probes.length && this.#teacher.size > 1) this.#costs = { student: median(this.#student), ...line([...this.#teacher].map(([each, fastest]) => ({ tokens: each, seconds: fastest }))) };
  }

  sawPosition(margin: number, agreed: boolean): void {
    this.#shares.saw(margin, agreed);
  }
}

/** A straight line by least squares, neither part of it below 0. */
function line(points: readonly { tokens: number; seconds: number }[]): { teacherPass: number; teacherToken: number } {
  const mean = (pick: (point: (typeof points)[number]) => number): number => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean(({ tokens }) => tokens), mean(({ seconds }) => seconds)];
  const slope = Math.max(0, mean(({ tokens, seconds }) => (tokens - x) * (seconds - y)) / mean(({ tokens }) => (tokens - x) ** 2));
  return { teacherPass: Math.max(0, y - slope * x), teacherToken: slope };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
