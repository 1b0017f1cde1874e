import { openModel } from "../../src/lm/index.ts";
import { directItems, directTaskNames, instructionItems, instructionTaskNames, type WorldItem } from "../../src/world/index.ts";

/** Exact match of greedy answers, by task: what removing neurons may have harmed. */
export type TaskAccuracies = Readonly<Record<string, number>>;

/** Every task of the lab on texts that training never had; bias questions are asked elsewhere. */
function itemsOf(seed: number, count: number): WorldItem[] {
  const direct = directTaskNames.filter((task) => task !== "bias");
  return [...instructionTaskNames.flatMap((task) => instructionItems({ seed, count, task })), ...direct.flatMap((task) => directItems({ seed, count, task }))];
}

/** How many of a model's answers are right to the letter. */
export async function taskAccuracies(reference: string, { seed, count }: { seed: number; count: number }): Promise<TaskAccuracies> {
  const items = itemsOf(seed, count);
  const model = await openModel({ reference });
  try {
    const answers = await model.generate({ prompts: items.map(({ prompt }) => ({ text: prompt })), sampling: { temperature: 0 }, maximumNewTokens: 96, rows: 16 });
    const right = items.map(({ output }, place) => answers[place]!.text.trim() === output.trim());
    return Object.fromEntries([...Map.groupBy(items.keys(), (place) => items[place]!.task)].map(([task, places]) => [task, places.filter((place) => right[place]).length / places.length]));
  } finally {
    await model.close();
  }
}
