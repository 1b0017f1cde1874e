import type { Text } from "../grammar/sentence.ts";

/** A text that asks for something, and the one right answer. */
export interface Question {
  readonly text: Text;
  readonly answer: string;
  /** The part of the text that decides whether it is held out; without it, the whole text. */
  readonly key?: Text;
}
