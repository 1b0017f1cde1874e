import type { OpenedBench } from "../bench/open-bench-run.ts";

/** Why two measurements cannot be compared item by item, as a sentence; null where they can. */
export function whyNotComparable(before: { readonly run: { readonly id: string }; readonly opened: OpenedBench }, after: { readonly opened: OpenedBench }): string | null {
  const [one, other] = [before.opened, after.opened];
  const id = before.run.id;
  if (one.plan.items.hash !== other.plan.items.hash) return `The run ${id} measured the first model over other items, so the two cannot be compared item by item.`;
  if (one.judge === null || other.judge === null) return "One of the two measurements was not judged yet.";
  if (one.judge.hash !== other.judge.hash) return `The run ${id} was judged by another judge, ${one.judge.name}.`;
  if (one.plan.parameters.temperature !== other.plan.parameters.temperature || one.plan.parameters.maxTokens !== other.plan.parameters.maxTokens) return `The run ${id} was asked with another temperature or another limit of tokens.`;
  const isShared = one.plan.defences.some(({ name, hash }) => other.plan.defences.some((each) => each.name === name && each.hash === hash));
  return isShared ? null : `The run ${id} asked under other defences.`;
}
