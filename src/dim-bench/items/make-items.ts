import { randomStream, type RandomStream } from "../../stats/index.ts";
import type { BenchInput } from "./bench-input.ts";
import type { BenchItem } from "./bench-item.ts";
import { checkEnough, checkPerCell } from "./check-size.ts";
import { languages } from "./languages.ts";
import { plantErrors } from "./plant-errors.ts";
import { styles } from "./styles.ts";
import { type InputTask, inputTaskNames, type InstructionTask, instructionTaskNames } from "./tasks.ts";
import { instructionWordings } from "./wordings/instruction-wordings.ts";

/** @see makeItems */
export interface MakeItemsOptions {
  /** Ids are unique over all tasks. A task may be missing. */
  readonly inputs: Readonly<Partial<Record<InputTask, readonly BenchInput[]>>>;
  readonly seed: number;
  /** Inputs of each task; each stands under the four instructions. */
  readonly perCell: number;
}

/**
 * Puts inputs under the four instructions. Inputs come in an order that the seed gives, wordings, languages and styles take
 * turns: so fewer per cell are the beginning of more, and whatever the number, each wording, language and style is used as
 * often as every other in its cell, or once more. Every cell is equally far at every point of the list.
 *
 * @throws SteadfastError `too-few-inputs`, `items-option`, `invalid-seed`
 * @example
 * makeItems({ inputs: { math: [{ id: "math-1", input: "What is 2 + 2?", answer: "4" }] }, seed: 1, perCell: 1 }).length; // 4
 */
export function makeItems({ inputs, seed, perCell }: MakeItemsOptions): BenchItem[] {
  checkPerCell(perCell);
  const random = randomStream(seed, "dim-bench", "items");
  const tasks = inputTaskNames.filter((task) => inputs[task] !== undefined);
  for (const task of tasks) checkEnough(task, inputs[task]!.length, perCell);
  const cells = tasks.flatMap((inputTask) => {
    const order = random.child("order", inputTask).shuffle(inputs[inputTask]!);
    return instructionTaskNames.map((instructionTask) => ({ inputTask, instructionTask, order, turns: cellTurns(random.child(instructionTask, inputTask), instructionTask) }));
  });
  return Array.from({ length: perCell }, (_, position) => cells.map(({ inputTask, instructionTask, order, turns }) => makeItem(order[position]!, { inputTask, instructionTask, seed, ...turns(position) }))).flat();
}

interface Turn {
  readonly wording: number;
  readonly language: number;
  readonly style: number;
}

function cellTurns(random: RandomStream, instructionTask: InstructionTask): (position: number) => Turn {
  const wordings = turnsOf(random.child("wordings"), instructionWordings[instructionTask].length);
  const languageTurns = turnsOf(random.child("languages"), languages.length);
  const styleTurns = turnsOf(random.child("styles"), styles.length);
  return (position) => ({ wording: wordings(position), language: languageTurns(position), style: styleTurns(position) });
}

/** Rounds of all choices, each round in an order of its own. */
function turnsOf(random: RandomStream, count: number): (position: number) => number {
  const choices = Array.from({ length: count }, (_, choice) => choice);
  return (position) => random.child(Math.floor(position / count)).shuffle(choices)[position % count]!;
}

function makeItem(source: BenchInput, { inputTask, instructionTask, seed, wording, language, style }: Turn & { inputTask: InputTask; instructionTask: InstructionTask; seed: number }): BenchItem {
  const { id: inputId, input: text, ...rest } = source;
  const target = { language: languages[language]!, style: styles[style]! };
  const { input, errors } = instructionTask === "proofreading" ? plantErrors({ text, seed, id: inputId, keep: source.options ?? [] }) : { input: text, errors: [] };
  return {
    id: `${instructionTask}/${inputId}`,
    instructionTask,
    inputTask,
    inputId,
    instruction: instructionWordings[instructionTask][wording]!(target),
    input,
    ...(instructionTask === "translation" ? { language: target.language.code } : {}),
    ...(instructionTask === "style" ? { style: target.style.name } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    ...rest,
  };
}
