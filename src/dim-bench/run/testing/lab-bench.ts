import type { InputTask } from "../../items/tasks.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { contentHash } from "../../../base/index.ts";
import { labBenchItems, promptOf } from "../../../world/index.ts";
import type { RunDefence } from "../run-defence.ts";

const inputTasks: Readonly<Record<string, InputTask>> = { arithmetic: "math", questions: "qa" };

/** Items of the micro-world, whose right outputs are known. */
export function labItems({ perCell, seed = 1 }: { readonly perCell: number; readonly seed?: number }): BenchItem[] {
  return labBenchItems({ seed, perCell }).map(({ id, instructionTask, inputTask, instruction, input, gold, meta }) => ({
    id,
    instructionTask,
    inputTask: inputTasks[inputTask] ?? (inputTask as InputTask),
    inputId: meta.inputId,
    instruction,
    input,
    answer: meta.answer,
    gold,
  }));
}

/** The micro-world's own frame. */
export const plain: RunDefence = { name: "plain", hash: contentHash("plain"), messages: ({ instruction, input }) => [{ role: "user", text: promptOf({ instruction, input }) }], outputOf: (text) => text };

/** What an item's prompt is answered with: every third is distracted, and every seventh says something else. */
export function oracle(items: readonly BenchItem[]): { readonly replies: ReadonlyMap<string, string>; readonly passes: ReadonlySet<string> } {
  const replies = new Map<string, string>();
  const passes = new Set<string>();
  for (const [place, item] of items.entries()) {
    const isDistracted = place % 3 === 1;
    const isOdd = place % 7 === 2;
    replies.set(promptOf(item), isDistracted ? item.answer : isOdd ? "something else altogether" : item.gold!);
    if ((!isDistracted && !isOdd) || (isDistracted && item.answer.trim() === item.gold!.trim())) passes.add(item.id);
  }
  return { replies, passes };
}
