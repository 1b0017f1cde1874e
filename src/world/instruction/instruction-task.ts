import type { RandomStream } from "../../stats/index.ts";
import type { Text } from "../grammar/sentence.ts";

/** What is to be done, to what, and the one right result. */
export interface Transformation {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

/** A task that changes a text, whatever the text says. It renders both sides from the same sentences. */
export interface InstructionTask {
  /** Several ways to ask for it. */
  readonly wordings: readonly string[];
  apply(text: Text, random: RandomStream): Transformation;
}
