import { randomStream } from "../../stats/index.ts";
import { type DirectTaskName, directTaskNames } from "../direct/tasks.ts";
import { answerWordings } from "../direct/wordings.ts";
import { render } from "../grammar/render.ts";
import { type InstructionTaskName, instructionTaskNames } from "../instruction/tasks.ts";
import { checkName, checkShare, checkWhole } from "../stream/check.ts";
import { drawPlainText, drawQuestion, drawUntil, transformed } from "../stream/draw-item.ts";
import { longestPassage } from "../stream/mix.ts";
import { promptOf } from "../stream/prompt.ts";

/** One task with its one right output. */
export interface WorldItem {
  /** `translation/12` */
  readonly id: string;
  readonly task: InstructionTaskName | DirectTaskName;
  /** Empty for a question that is asked without one. */
  readonly instruction: string;
  readonly input: string;
  readonly prompt: string;
  readonly output: string;
}

/** What both kinds of items take. */
export interface ItemOptions {
  readonly seed: number;
  readonly count: number;
  /** Of plain texts and passages; 1 to 36. By default 2 for plain texts and 3 for passages. */
  readonly sentences?: number;
  /** Whether the texts are such as training never has (the default), or such as it may have. */
  readonly heldOut?: boolean;
}

/**
 * Instruction tasks on plain statements.
 *
 * @throws SteadfastError `world-option` for a count, a number of sentences or a task that there is not; `invalid-seed`.
 * @example
 * instructionItems({ seed: 1, count: 100, task: "rewriting" })[0]; // { task: "rewriting", … }
 */
export function instructionItems({ seed, count, task, sentences = 2, heldOut = true }: ItemOptions & { readonly task: InstructionTaskName }): WorldItem[] {
  checkName("instruction task", task, instructionTaskNames);
  checkSize(count, sentences);
  const streams = randomStream(seed, "micro-world", "items", task);
  return Array.from({ length: count }, (_, at) => {
    const random = streams.child(at);
    const drawn = drawUntil(() => transformed(random, task, drawPlainText(random, { sentences, quotedShare: 0, heldOut })));
    return { id: `${task}/${at}`, task, ...drawn, prompt: promptOf(drawn) };
  });
}

/** @see directItems */
export interface DirectItemOptions extends ItemOptions {
  readonly task: DirectTaskName;
  /** Whether an instruction to answer stands before the question. By default before every second one. */
  readonly instructed?: boolean;
  /** The share of bias questions whose context does not tell; 0 by default. */
  readonly ambiguousBiasShare?: number;
  /** The share of rule questions that their rules leave open; 0.1 by default. */
  readonly unknownShare?: number;
}

/**
 * Questions and requests asked directly.
 *
 * @throws SteadfastError as {@link instructionItems}, and for a share outside [0, 1].
 * @example
 * directItems({ seed: 1, count: 100, task: "questions", sentences: 6 })[0]; // { task: "questions", … }
 */
export function directItems({ seed, count, task, sentences = 3, heldOut = true, instructed, ambiguousBiasShare = 0, unknownShare = 0.1 }: DirectItemOptions): WorldItem[] {
  checkName("direct task", task, directTaskNames);
  checkSize(count, sentences);
  checkShare("ambiguousBiasShare", ambiguousBiasShare);
  checkShare("unknownShare", unknownShare);
  const streams = randomStream(seed, "micro-world", "items", task);
  return Array.from({ length: count }, (_, at) => {
    const random = streams.child(at);
    const { text, answer } = drawQuestion(random, task, { sentences, ambiguousBiasShare, unknownShare, heldOut });
    const instruction = (instructed ?? at % 2 === 1) ? random.choice(answerWordings) : "";
    const input = render(text);
    return { id: `${task}/${at}`, task, instruction, input, prompt: promptOf({ instruction, input }), output: answer };
  });
}

/** The number of items and the lengths of their texts. */
export function checkSize(count: number, sentences: number): void {
  checkWhole("The number of items", count, { least: 0 });
  checkWhole("The number of sentences", sentences, { least: 1, most: longestPassage });
}
