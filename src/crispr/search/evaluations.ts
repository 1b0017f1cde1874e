import type { Candidate } from "./candidate.ts";
import type { Outcome, OutcomeStore } from "./outcome-store.ts";

/** Answers some of the questions with a candidate's neurons scaled. */
export type AnswerWith = (candidate: Candidate, from: number, to: number) => Promise<readonly Outcome[]>;

/** @see Evaluations */
export interface EvaluationsOptions {
  /** Of each question the right option. */
  readonly gold: readonly number[];
  readonly store: OutcomeStore;
  readonly answer: AnswerWith;
  /** Told how many questions were put to the model so far. */
  readonly onAsked?: (questions: number) => void;
}

/** Asks candidates, remembers what they answered, and counts what it cost. */
export class Evaluations {
  /** Questions that were put to the model. */
  asked = 0;
  readonly #options: EvaluationsOptions;

  constructor(options: EvaluationsOptions) {
    this.#options = options;
  }

  get questions(): number {
    return this.#options.gold.length;
  }

  /** What a candidate chose for the first questions, by default for all. */
  async chosen(candidate: Candidate, count: number = this.questions): Promise<readonly Outcome[]> {
    const { store, answer, onAsked = () => {} } = this.#options;
    const known = store.known(candidate);
    if (known.length < count) {
      const chosen = await answer(candidate, known.length, count);
      this.asked += chosen.length;
      onAsked(this.asked);
      await store.add(candidate, chosen);
    }
    return store.known(candidate).slice(0, count);
  }

  /** Whether each of the first answers is right. */
  async outcomes(candidate: Candidate, count: number): Promise<readonly boolean[]> {
    return (await this.chosen(candidate, count)).map((choice, place) => choice === this.#options.gold[place]);
  }

  /** The accuracy over the first questions, by default over all. */
  async accuracy(candidate: Candidate, count: number = this.questions): Promise<number> {
    const outcomes = await this.outcomes(candidate, count);
    return outcomes.filter(Boolean).length / outcomes.length;
  }
}
