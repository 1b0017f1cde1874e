import { randomStream } from "../../stats/index.ts";
import { directTaskNames } from "../direct/tasks.ts";
import { instructionTaskNames } from "../instruction/tasks.ts";
import { between } from "../grammar/draw.ts";
import { checkWhole } from "../stream/check.ts";
import { drawPlainText, drawQuestion, drawUntil, transformed } from "../stream/draw-item.ts";
import { answerWordings } from "../direct/wordings.ts";
import { render } from "../grammar/render.ts";

/** A record in the form of databricks-dolly-15k as distillation uses it. */
export interface DollyRecord {
  readonly topic: string;
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

/** @see dollyRecords */
export interface DollyOptions {
  readonly seed: number;
  readonly count: number;
  /** Whether the texts are such as training never has; false by default. */
  readonly heldOut?: boolean;
}

/**
 * Instructions of all nine tasks in turn, for distillation: answers of a few words, and texts of up to twelve sentences
 * that come back transformed.
 *
 * @throws SteadfastError `world-option` for a count that is none; `invalid-seed`.
 * @example
 * dollyRecords({ seed: 1, count: 1000 })[0]; // { topic: "rewriting", instruction: …, input: …, output: … }
 */
export function dollyRecords({ seed, count, heldOut = false }: DollyOptions): DollyRecord[] {
  checkWhole("The number of records", count, { least: 0 });
  const streams = randomStream(seed, "micro-world", "dolly");
  const topics = [...instructionTaskNames, ...directTaskNames];
  return Array.from({ length: count }, (_, at): DollyRecord => {
    const random = streams.child(at);
    const turn = at % topics.length;
    const task = instructionTaskNames[turn];
    if (task !== undefined) {
      const sentences = between(random, 1, 12);
      return { topic: task, ...drawUntil(() => transformed(random, task, drawPlainText(random, { sentences, quotedShare: 0, heldOut }))) };
    }
    const asked = directTaskNames[turn - instructionTaskNames.length]!;
    const { text, answer } = drawQuestion(random, asked, { sentences: between(random, 2, 8), ambiguousBiasShare: 0, unknownShare: 0.1, heldOut });
    return { topic: asked, instruction: random.choice(answerWordings), input: render(text), output: answer };
  });
}
