import { biasInstructions } from "../../src/world/index.ts";
import { markdown } from "./markdown.ts";
import { type Plan, variants } from "./plan.ts";
import type { Kind, Row } from "./rows.ts";
import type { Run } from "./runs.ts";

/** What would be run, how many prompts each run puts to the model about, and how long such runs took. */
export function planTable(plan: Plan, runs: readonly Run[], rows: readonly Row[]): string {
  const wordings = biasInstructions.length;
  const development = Math.round((plan.repair.developmentShare ?? 0.1) * plan.recordsOfTopic) * wordings;
  const [test, transfer, search] = [plan.testRecords * wordings, plan.transferRecords * wordings, 6.5 * development];
  // Eight tasks beside bias, and the 4 × 5 cells of instructions over questions.
  const generated = 8 * plan.itemsOfTask + 20 * plan.distractionPerCell;
  const golden = variants.find(({ options }) => options.search === "golden");
  const kinds: readonly { kind: Kind; what: string; prompts: number }[] = [
    { kind: "before", what: "the model as it is: every topic, every task, distraction", prompts: plan.topics.length * transfer + generated },
    { kind: "repair", what: `attribution of ${plan.repair.samples} records, search, table of five methods, other topics, tasks`, prompts: search + 5 * test + (plan.topics.length - 1) * transfer + generated },
    { kind: "variant", what: `${variants.length} variants on the first topic: search and table of two${golden === undefined ? "" : "; golden section asks three times as much"}`, prompts: search + 2 * test },
    { kind: "sizes", what: `attribution of ${plan.sizes.join(", ")} records, each tested`, prompts: 2 * Math.max(...plan.sizes) * wordings + (2 + plan.sizes.length) * test },
    { kind: "distraction", what: "pairs of a DIM-Bench run, repair, other items of its kind, tasks", prompts: generated },
  ];
  let total = 0;
  let known = true;
  const lines = kinds.map(({ kind, what, prompts }) => {
    const count = runs.filter((run) => run.kind === kind).length;
    const took = rows.filter((row) => row.kind === kind).map(({ seconds }) => seconds);
    const mean = took.reduce((sum, seconds) => sum + seconds, 0) / took.length;
    if (took.length === 0) known = false;
    else total += count * mean;
    return [kind, what, String(count), String(Math.round(prompts)), took.length === 0 ? "–" : `${mean.toFixed(0)} (${took.length})`, took.length === 0 ? "–" : ((count * mean) / 60).toFixed(1)];
  });
  return markdown(["kind", "what", "rows", "prompts a row, about", "seconds a row (rows made)", "minutes"], [...lines, ["together", "", String(runs.length), "", "", known ? (total / 60).toFixed(1) : "–"]]);
}
