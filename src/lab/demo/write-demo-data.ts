import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "../../base/index.ts";
import { biasRecords, biasTopicNames, directItems, directTaskNames, dollyRecords, instructionItems, instructionTaskNames, promptOf } from "../../world/index.ts";

/** Files of the micro-world that the commands can read. */
export interface DemoData {
  /** Bias questions in BBQ's form, about invented groups. */
  readonly bias: string;
  /** Prompts at which an edit should change nothing. */
  readonly benign: string;
  /** Instruction data with rendered prompts. */
  readonly instructions: string;
  /** The same kind, held out. */
  readonly validation: string;
}

/** @see writeDemoData */
export interface DemoDataOptions {
  readonly folder: string;
  readonly seed: number;
  /** Of the bias questions. */
  readonly questions: number;
  readonly instructions: number;
}

/**
 * Writes what the demo's commands read: bias questions, harmless prompts, instruction data.
 *
 * @throws SteadfastError what writing a file throws.
 * @example
 * const { bias } = await writeDemoData({ folder: "demo", seed: 1, questions: 400, instructions: 400 });
 */
export async function writeDemoData({ folder, seed, questions, instructions }: DemoDataOptions): Promise<DemoData> {
  await makeFolder(folder);
  const write = async (name: string, lines: readonly string[]): Promise<string> => {
    const path = join(folder, name);
    await writeFileAtomically(path, lines.map((line) => `${line}\n`).join(""));
    return path;
  };
  const records = biasTopicNames.flatMap((topic) => biasRecords({ seed, topic, count: Math.ceil(questions / biasTopicNames.length) }));
  const others = directTaskNames.filter((task) => task !== "bias");
  const benign = [...instructionTaskNames.flatMap((task) => instructionItems({ seed, count: 8, task })), ...others.flatMap((task) => directItems({ seed, count: 8, task }))];
  const dolly = (heldOut: boolean, count: number): string[] => dollyRecords({ seed, count, heldOut }).map((record) => JSON.stringify({ prompt: promptOf(record), output: record.output, category: record.topic }));
  return {
    bias: await write("bias.jsonl", records.map((record) => JSON.stringify(record))),
    benign: await write("benign.jsonl", benign.map(({ prompt }) => JSON.stringify({ prompt }))),
    instructions: await write("instructions.jsonl", dolly(false, instructions)),
    validation: await write("validation.jsonl", dolly(true, Math.ceil(instructions / 10))),
  };
}
