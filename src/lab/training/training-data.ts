import { open, rename, rm } from "node:fs/promises";
import { type Mix, promptOf, trainingStream } from "../../world/index.ts";

/** @see writeTrainingData */
export interface TrainingDataOptions {
  readonly path: string;
  readonly seed: number;
  /** The place in the stream of the first record. */
  readonly start: number;
  readonly records: number;
  readonly mix?: Partial<Mix>;
}

/**
 * Writes the micro-world's training stream as instruction data: JSON lines with a rendered `prompt`, `output` and `category`. What is
 * told without being asked stands behind the prompt that asks nothing.
 */
export async function writeTrainingData({ path, seed, start, records, mix }: TrainingDataOptions): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, "w");
  try {
    let lines: string[] = [];
    for (const { prompt, output, kind, task } of trainingStream({ seed, start, ...(mix === undefined ? {} : { mix }) }).take(records)) {
      lines.push(JSON.stringify({ prompt: prompt || promptOf({}), output, category: `${kind} ${task}` }));
      if (lines.length === 10_000) {
        await file.write(`${lines.join("\n")}\n`);
        lines = [];
      }
    }
    await file.write(lines.map((line) => `${line}\n`).join(""));
    await file.sync();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
