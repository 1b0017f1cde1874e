import { randomStream } from "../../../stats/index.ts";
import { words } from "./word-model.ts";

/** A task of the words that the model of `writeWordModel` has. */
export interface WordTask {
  instruction: string;
  input?: string;
  output: string[];
}

/** Random tasks: every third with an input, every fourth with two references, references of 1 to 60 words. */
export function wordTasks(count: number, seed: number): WordTask[] {
  return Array.from({ length: count }, (_, place) => {
    const random = randomStream(seed, place);
    const say = (length: number): string => Array.from({ length }, () => words[random.integer(words.length)]).join(" ");
    const first = [1 + random.integer(10), 11 + random.integer(20), 51 + random.integer(10)][place % 3]!;
    return {
      instruction: say(3 + random.integer(8)),
      ...(place % 3 === 1 ? { input: say(2 + random.integer(20)) } : {}),
      output: [say(first), ...(place % 4 === 0 ? [say(5)] : [])],
    };
  });
}
