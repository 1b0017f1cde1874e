import { promptOf } from "../../../world/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";

/** What prompts are answered with, and the items that pass. */
export interface Oracle {
  readonly replies: ReadonlyMap<string, string>;
  readonly passes: ReadonlySet<string>;
}

/** Answers to items of the micro-world: every third is distracted, and every seventh says something else. */
export function oracle(items: readonly BenchItem[]): Oracle {
  const replies = new Map<string, string>();
  const passes = new Set<string>();
  for (const [place, item] of items.entries()) {
    const isDistracted = place % 3 === 1;
    const isOdd = place % 7 === 2;
    // Two items may have one prompt.
    const reply = replies.get(promptOf(item)) ?? (isDistracted ? item.answer : isOdd ? "something else altogether" : item.gold!);
    replies.set(promptOf(item), reply);
    if (reply.trim() === item.gold!.trim()) passes.add(item.id);
  }
  return { replies, passes };
}
