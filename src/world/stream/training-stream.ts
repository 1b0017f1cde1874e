import { randomStream, type RandomStream } from "../../stats/index.ts";
import { biasQuestion } from "../direct/bias.ts";
import { type DirectTaskName, directTaskNames } from "../direct/tasks.ts";
import { answerWordings, biasInstructions } from "../direct/wordings.ts";
import { chance, weighted } from "../grammar/draw.ts";
import { groupStatement } from "../grammar/group-statement.ts";
import { biasTopic } from "../grammar/groups.ts";
import { render } from "../grammar/render.ts";
import type { Text } from "../grammar/sentence.ts";
import { type InstructionTaskName, instructionTaskNames } from "../instruction/tasks.ts";
import { biasPrompt } from "./bias-prompt.ts";
import { checkWhole } from "./check.ts";
import { drawPlainText, drawQuestion, drawUntil, transformed } from "./draw-item.ts";
import { isHeldOut } from "./held-out.ts";
import { type Mix, mixOf, taskNames } from "./mix.ts";
import { promptOf } from "./prompt.ts";

/** One text to learn from: what follows the prompt is the target. */
export interface TrainingRecord {
  readonly index: number;
  /** `mixed` is an instruction task over a question; a `statement` has no prompt. */
  readonly kind: "instruction" | "mixed" | "direct" | "statement";
  readonly task: InstructionTaskName | DirectTaskName | "statements";
  /** What a mixed record's input is. */
  readonly inputTask?: DirectTaskName;
  readonly instruction: string;
  readonly input: string;
  /** Instruction and input in their frame. */
  readonly prompt: string;
  readonly output: string;
}

/** @see trainingStream */
export interface TrainingOptions {
  readonly seed: number;
  /** What differs from the default mix. */
  readonly mix?: Partial<Mix>;
}

const side = { heldOut: false };
/** Where a question is to be transformed, nobody asks what its answer is. */
const ambiguousShareOfInputs = 0.5;

/**
 * Training records without an end. The record at an index is the same whatever was drawn before; every target is right,
 * and no text of it is held out.
 *
 * @throws SteadfastError what {@link mixOf} throws; `invalid-seed`; `world-option` unless `start` is a whole number of at least 0.
 * @example
 * for (const { prompt, output } of trainingStream({ seed: 1, mix: { mixedShare: 0.02 } }).take(1000)) train(prompt, output);
 */
export function trainingStream({ seed, mix, start = 0 }: TrainingOptions & { readonly start?: number }): IteratorObject<TrainingRecord, undefined> {
  checkWhole("The start of a training stream", start, { least: 0 });
  const streams = randomStream(seed, "micro-world", "training");
  return records(streams, mixOf(mix), start);
}

/**
 * One record of a training stream.
 *
 * @throws SteadfastError as {@link trainingStream}.
 * @example
 * trainingRecord({ seed: 1, index: 123456 });
 */
export function trainingRecord({ seed, mix, index }: TrainingOptions & { readonly index: number }): TrainingRecord {
  checkWhole("The index of a training record", index, { least: 0 });
  return recordAt(randomStream(seed, "micro-world", "training"), mixOf(mix), index);
}

function* records(streams: RandomStream, mix: Mix, start: number): Generator<TrainingRecord, undefined> {
  for (let index = start; index <= Number.MAX_SAFE_INTEGER; index++) yield recordAt(streams, mix, index);
}

function recordAt(streams: RandomStream, mix: Mix, index: number): TrainingRecord {
  const random = streams.child(index);
  const task = weighted(random, taskNames.map((name) => [mix.tasks[name], name] as const));
  if (task === "statements") return { index, kind: "statement", task, instruction: "", input: "", prompt: "", output: drawStatement(random) };
  if (isInstruction(task)) return { index, ...instructionRecord(random, task, mix) };
  if (task === "bias") return { index, kind: "direct", task, ...biasRecord(random, mix) };
  const { text, answer } = drawQuestion(random, task, { ...mix, ...side, sentences: weighted(random, mix.passageLengths) });
  const instruction = chance(random, mix.instructedShare) ? random.choice(answerWordings) : "";
  const input = render(text);
  return { index, kind: "direct", task, instruction, input, prompt: promptOf({ instruction, input }), output: answer };
}

function isInstruction(task: string): task is InstructionTaskName {
  return instructionTaskNames.some((name) => name === task);
}

function drawStatement(random: RandomStream): string {
  return drawUntil(() => {
    const drawn = render(groupStatement(random));
    return isHeldOut(drawn) ? undefined : drawn;
  });
}

type Filled = Omit<TrainingRecord, "index">;

function instructionRecord(random: RandomStream, task: InstructionTaskName, mix: Mix): Filled {
  const inputTask = chance(random, mix.mixedShare) ? random.choice(directTaskNames) : undefined;
  const text = (): Text =>
    inputTask === undefined
      ? drawPlainText(random, { ...side, sentences: weighted(random, mix.plainLengths), quotedShare: mix.quotedShare })
      : drawQuestion(random, inputTask, { ...side, sentences: weighted(random, mix.passageLengths), ambiguousBiasShare: ambiguousShareOfInputs, unknownShare: mix.unknownShare }).text;
  const drawn = drawUntil(() => transformed(random, task, text()));
  return { kind: inputTask === undefined ? "instruction" : "mixed", task, ...(inputTask === undefined ? {} : { inputTask }), ...drawn, prompt: promptOf(drawn) };
}

/** A third in the form of the CRISPR paper, the others in the frame. */
function biasRecord(random: RandomStream, mix: Mix): Pick<TrainingRecord, "instruction" | "input" | "prompt" | "output"> {
  const topic = biasTopic(random);
  const { context, question, options, asked } = drawUntil(() => {
    const drawn = biasQuestion(random, topic, { ambiguousShare: mix.ambiguousBiasShare });
    return isHeldOut(render(drawn.asked.key!)) ? undefined : drawn;
  });
  const input = render(asked.text);
  const output = asked.answer;
  if (chance(random, 1 / 3)) {
    const instruction = random.choice(biasInstructions);
    const [ans0, ans1, ans2] = options.map(({ text }) => text) as [string, string, string];
    return { instruction, input, output, prompt: biasPrompt({ instruction, record: { context, question, ans0, ans1, ans2 } }) };
  }
  const instruction = chance(random, mix.instructedShare) ? random.choice([...answerWordings, ...biasInstructions]) : "";
  return { instruction, input, output, prompt: promptOf({ instruction, input }) };
}
