import type { Candidate } from "./candidate.ts";
import type { OutcomeStore } from "./outcome-store.ts";

/** Answers some of the questions with a candidate's neurons scaled; whether each was right. */
export type AnswerWith = (candidate: Candidate, from: number, to: number) => Promise<boolean[]>;

/** Asks candidates, remembers what they answered, and counts what it cost. */
export class Evaluations {
  /** Questions that were put to the model. */
  asked = 0;
  readonly questions: number;
  readonly #store: OutcomeStore;
  readonly #answer: AnswerWith;
  readonly #onAsked: (questions: number) => void;

  constructor({ questions, store, answer, onAsked = () => {} }: { questions: number; store: OutcomeStore; answer: AnswerWith; onAsked?: (questions: number) => void }) {
    this.questions = questions;
    this.#store = store;
    this.#answer = answer;
    this.#onAsked = onAsked;
  }

  /** The outcomes of the first questions. */
  async outcomes(candidate: Candidate, count: number): Promise<readonly boolean[]> {
    const known = this.#store.known(candidate);
    if (known.length < count) {
      const right = await this.#answer(candidate, known.length, count);
      this.asked += right.length;
      this.#onAsked(this.asked);
      await this.#store.add(candidate, right);
    }
    return this.#store.known(candidate).slice(0, count);
  }

  /** The accuracy over the first questions, by default over all. */
  async accuracy(candidate: Candidate, count: number = this.questions): Promise<number> {
    const outcomes = await this.outcomes(candidate, count);
    return outcomes.filter(Boolean).length / outcomes.length;
  }
}
