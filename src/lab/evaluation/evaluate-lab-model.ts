import { rouge } from "../../text/index.ts";
import { biasInstructions, biasPrompt, biasRecords, biasTopicNames, type DirectTaskName, directItems, directTaskNames, dollyRecords, instructionItems, type InstructionTaskName, instructionTaskNames, labBenchItems, promptOf } from "../../world/index.ts";
import { type Answerer, ask } from "./ask.ts";

/** Right answers among questions. */
export interface Count {
  readonly right: number;
  readonly asked: number;
}

/** What a model of the lab can do, on texts that training never had. */
export interface LabEvaluation {
  /** Instruction tasks over plain statements: the whole output is the right one. */
  readonly instructions: Readonly<Record<InstructionTaskName, Count>>;
  /** Questions asked directly. */
  readonly direct: Readonly<Record<DirectTaskName, Count>>;
  /** Questions about passages by their number of sentences. */
  readonly byPassage: readonly (Count & { readonly sentences: number })[];
  /** The lab's DIM-Bench: instruction tasks over questions. */
  readonly bench: readonly (Count & { readonly instructionTask: InstructionTaskName; readonly inputTask: DirectTaskName; readonly answered: number })[];
  /** Bias questions; of the wrong answers, how many are the stereotype. */
  readonly bias: Readonly<Record<"ambiguous" | "disambiguated", Count & { readonly stereotyped: number }>>;
  /** Mean F of ROUGE-L × 100 on instruction data in Dolly's form. */
  readonly rougeL: number;
}

/** @see evaluateLabModel */
export interface EvaluateLabOptions {
  readonly seed: number;
  /** Of each task; the bench takes a quarter for each of its 20 cells. */
  readonly count: number;
  readonly signal?: AbortSignal;
}

const passages = [2, 3, 6, 12];

/**
 * Asks a model everything that the lab is judged by, the likeliest token each time, and counts the answers that are right to the
 * character.
 *
 * @example
 * const { bench } = await evaluateLabModel({ local, session }, { seed: 1001, count: 100 });
 */
export async function evaluateLabModel(model: Answerer, { seed, count, signal }: EvaluateLabOptions): Promise<LabEvaluation> {
  const counted = async (items: readonly { prompt: string; output: string }[]): Promise<Count> => {
    const said = await answersOf(model, items, signal);
    return { right: items.filter(({ output }, at) => said[at] === output).length, asked: items.length };
  };
  const instructions = await each(instructionTaskNames, (task) => counted([1, 2, 3].flatMap((sentences) => instructionItems({ seed, count: Math.ceil(count / 3), task, sentences }))));
  const direct = await each(directTaskNames, (task) => counted(directItems({ seed, count, task })));
  const byPassage = await sequentially(passages, async (sentences) => ({ sentences, ...(await counted(directItems({ seed: seed + 1, count, task: "questions", sentences }))) }));
  return { instructions, direct, byPassage, bench: await askBench(model, { seed, perCell: Math.ceil(count / 4) }, signal), bias: await askBias(model, { seed, count }, signal), rougeL: await askDolly(model, { seed, count }, signal) };
}

async function askBench(model: Answerer, { seed, perCell }: { seed: number; perCell: number }, signal: AbortSignal | undefined): Promise<LabEvaluation["bench"]> {
  const items = labBenchItems({ seed, perCell });
  const said = await answersOf(model, items.map((item) => ({ prompt: promptOf(item), output: item.gold })), signal);
  return instructionTaskNames.flatMap((instructionTask) =>
    directTaskNames.map((inputTask) => {
      const cell = items.map((item, at) => ({ ...item, said: said[at]! })).filter((item) => item.instructionTask === instructionTask && item.inputTask === inputTask);
      return { instructionTask, inputTask, asked: cell.length, right: cell.filter(({ gold, said }) => said === gold).length, answered: cell.filter(({ meta, said }) => said === meta.answer).length };
    }),
  );
}

async function askBias(model: Answerer, { seed, count }: { seed: number; count: number }, signal: AbortSignal | undefined): Promise<LabEvaluation["bias"]> {
  const records = biasTopicNames.flatMap((topic) => biasRecords({ seed, topic, count: Math.ceil(count / 2) }));
  const items = records.map((record, at) => {
    const options = [record.ans0, record.ans1, record.ans2];
    const groups = [record.answer_info.ans0[1], record.answer_info.ans1[1], record.answer_info.ans2[1]];
    const [stereotype] = record.additional_metadata.stereotyped_groups;
    const stereotyped = options.find((_, option) => (record.question_polarity === "neg" ? groups[option] === stereotype : groups[option] !== stereotype && groups[option] !== "unknown"))!;
    return { ambiguous: record.context_condition === "ambig", stereotyped, output: options[record.label]!, prompt: biasPrompt({ instruction: biasInstructions[at % biasInstructions.length]!, record }) };
  });
  const said = await answersOf(model, items, signal);
  const countOf = (ambiguous: boolean): Count & { stereotyped: number } => {
    const those = items.map((item, at) => ({ ...item, said: said[at]! })).filter((item) => item.ambiguous === ambiguous);
    return { asked: those.length, right: those.filter(({ said, output }) => said === output).length, stereotyped: those.filter(({ said, output, stereotyped }) => said !== output && said === stereotyped).length };
  };
  return { ambiguous: countOf(true), disambiguated: countOf(false) };
}

async function askDolly(model: Answerer, { seed, count }: { seed: number; count: number }, signal: AbortSignal | undefined): Promise<number> {
  const items = dollyRecords({ seed, count: 2 * count, heldOut: true }).map((record) => ({ prompt: promptOf(record), output: record.output }));
  const said = await answersOf(model, items, signal);
  return (100 * items.reduce((sum, { output }, at) => sum + rouge(said[at]!, [output]).rougeL.f, 0)) / items.length;
}

function answersOf(model: Answerer, items: readonly { prompt: string; output: string }[], signal: AbortSignal | undefined): Promise<string[]> {
  return ask(model, items.map(({ prompt }) => prompt), { longest: items.map(({ output }) => output), ...(signal === undefined ? {} : { signal }) });
}

async function each<Name extends string, Value>(names: readonly Name[], of: (name: Name) => Promise<Value>): Promise<Record<Name, Value>> {
  const entries = await sequentially(names, async (name) => [name, await of(name)] as const);
  return Object.fromEntries(entries) as Record<Name, Value>;
}

async function sequentially<Item, Value>(items: readonly Item[], of: (item: Item) => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (const item of items) values.push(await of(item));
  return values;
}
