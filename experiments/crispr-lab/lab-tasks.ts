import { type OpenModel, openModel } from "../../src/lm/index.ts";
import { directItems, directTaskNames, instructionItems, instructionTaskNames, labBenchItems, promptOf } from "../../src/world/index.ts";
import type { Plan } from "./plan.ts";
import type { Distraction, TaskAccuracies } from "./rows.ts";

/**
 * Exact match of greedy answers by task, on texts that training never had (bias questions are asked elsewhere), and how often the
 * model answers a question that it was only to rewrite.
 */
export async function labTasks(reference: string, { seed, plan }: { seed: number; plan: Plan }): Promise<TaskAccuracies & { distraction: Distraction }> {
  const draw = { seed: 9000 + seed, count: plan.itemsOfTask };
  const direct = directTaskNames.filter((task) => task !== "bias");
  const items = [...instructionTaskNames.flatMap((task) => instructionItems({ ...draw, task })), ...direct.flatMap((task) => directItems({ ...draw, task }))];
  const mixed = labBenchItems({ seed: 9000 + seed, perCell: plan.distractionPerCell });
  const model = await openModel({ reference });
  try {
    const answers = await answersOf(model, [...items.map(({ prompt }) => prompt), ...mixed.map(({ instruction, input }) => promptOf({ instruction, input }))]);
    const right = items.map(({ output }, place) => answers[place] === output.trim());
    const said = answers.slice(items.length);
    const share = (holds: (place: number) => boolean): number => mixed.filter((_, place) => holds(place)).length / mixed.length;
    return {
      tasks: Object.fromEntries([...Map.groupBy(items.keys(), (place) => items[place]!.task)].map(([task, places]) => [task, places.filter((place) => right[place]).length / places.length])),
      distraction: { right: share((place) => said[place] === mixed[place]!.gold.trim()), answered: share((place) => said[place] === mixed[place]!.meta.answer.trim()) },
    };
  } finally {
    await model.close();
  }
}

async function answersOf(model: OpenModel, prompts: readonly string[]): Promise<string[]> {
  const said = await model.generate({ prompts: prompts.map((text) => ({ text })), sampling: { temperature: 0 }, maximumNewTokens: 160, rows: 32 });
  return said.map(({ text }) => text.trim());
}
