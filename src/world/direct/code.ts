import type { RandomStream } from "../../stats/index.ts";
import { functionClauses, functionRequest } from "../grammar/function-request.ts";
import { perhapsTime } from "../grammar/phrases.ts";
import { sentence, verb } from "../grammar/sentence.ts";
import { momentary } from "../lexicon/words.ts";
import type { Question } from "./question.ts";

/** `write a function named lamp that adds 3 to a number.` is answered by `def lamp (x): return x + 3`. */
export function code(random: RandomStream): Question {
  const request = functionRequest(random);
  const { function: named, does } = functionClauses(request);
  const when = perhapsTime(random, 0.4, momentary);
  return {
    text: [sentence([verb("write"), ...named], ...does.map((clause, at) => (at === does.length - 1 ? [...clause, ...when] : clause)))],
    answer: `def ${request.name ?? "f"} (x): return x ${request.steps.map(({ sign, amount }) => `${sign} ${amount}`).join(" ")}`,
  };
}
