import { randomStream, type RandomStream } from "../../stats/index.ts";
import type { Question } from "../direct/question.ts";
import { type DirectTaskName, directTaskNames } from "../direct/tasks.ts";
import type { Transformation } from "../instruction/instruction-task.ts";
import { type InstructionTaskName, instructionTaskNames } from "../instruction/tasks.ts";
import { invalidOption } from "../stream/check.ts";
import { drawQuestion, drawUntil, transformed } from "../stream/draw-item.ts";
import { checkSize } from "./items.ts";

/** An instruction task over a question: one item of DIM-Bench's kind. */
export interface LabBenchItem {
  /** `translation/questions/3` */
  readonly id: string;
  readonly instructionTask: InstructionTaskName;
  readonly inputTask: DirectTaskName;
  readonly instruction: string;
  readonly input: string;
  /** The one right output: the input, transformed. */
  readonly gold: string;
  readonly meta: {
    /** The same for the four items over one text. */
    readonly inputId: string;
    /** What a distracted model says: the answer to what the input asks. */
    readonly answer: string;
    /** Of a passage, without its question; null for inputs that are none. */
    readonly passageSentences: number | null;
  };
}

/** @see labBenchItems */
export interface LabBenchOptions {
  readonly seed: number;
  /** Items in each of the 4 × 5 categories. */
  readonly perCell: number;
  /** The lengths of the passages of question answering in sentences, in turn. By default 3, 6, 12 and 24. */
  readonly passageLengths?: readonly number[];
}

/**
 * The lab's DIM-Bench: every text stands under the four instructions. All texts are held out; half of the bias questions
 * are ambiguous.
 *
 * @throws SteadfastError `world-option` for a count or a length that there is not; `invalid-seed`.
 * @example
 * labBenchItems({ seed: 1, perCell: 25 }).length; // 500
 */
export function labBenchItems({ seed, perCell, passageLengths = [3, 6, 12, 24] }: LabBenchOptions): LabBenchItem[] {
  if (passageLengths.length === 0) throw invalidOption("The lab's benchmark needs at least one length of passages.");
  for (const sentences of passageLengths) checkSize(perCell, sentences);
  const streams = randomStream(seed, "micro-world", "lab-bench");
  return directTaskNames.flatMap((inputTask) =>
    Array.from({ length: perCell }, (_, at) => {
      const sentences = passageLengths[at % passageLengths.length]!;
      const { question, versions } = drawCell(streams.child(inputTask, at), inputTask, sentences);
      const meta = { inputId: `${inputTask}/${at}`, answer: question.answer, passageSentences: inputTask === "questions" ? sentences : null };
      return versions.map(({ instructionTask, instruction, input, output }): LabBenchItem => ({ id: `${instructionTask}/${inputTask}/${at}`, instructionTask, inputTask, instruction, input, gold: output, meta }));
    }).flat(),
  );
}

interface Version extends Transformation {
  readonly instructionTask: InstructionTaskName;
}

/** A text that each of the four instructions changes. */
function drawCell(random: RandomStream, inputTask: DirectTaskName, sentences: number): { question: Question; versions: Version[] } {
  return drawUntil(() => {
    const question = drawQuestion(random, inputTask, { sentences, ambiguousBiasShare: 0.5, unknownShare: 0.1, heldOut: true });
    const versions = instructionTaskNames.map((instructionTask) => ({ instructionTask, done: transformed(random, instructionTask, question.text) }));
    if (versions.some(({ done }) => done === undefined)) return undefined;
    return { question, versions: versions.map(({ instructionTask, done }) => ({ instructionTask, ...done! })) };
  });
}
