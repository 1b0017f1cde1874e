import { mkdirSync, writeFileSync } from "node:fs";
import { type ChatModel, createScheduler, type Scheduler, scriptedChatModel } from "../../../src/chat/index.ts";
import {
  type BenchItem, beginBench, type BenchParameters, type BenchPlan, type BenchResults, type BenchRun, benchResults, collectOutcomes, createRulesJudge, type Defence, type EstimateOptions, type Gate, gateResults,
  generationRows, type GenerationRow, type Judge, judgementRows, type JudgementRow, labItems, openDefence, type Outcomes, runBench,
} from "../../../src/dim-bench/index.ts";
import { type Ledger, openSqliteLedger, type Run } from "../../../src/ledger/index.ts";

export { sink } from "./common.ts";

export const items: readonly BenchItem[] = labItems({ perCell: 1 });
export const item: BenchItem = items[0]!;
export const output: string = item.gold!;
export const text = "Where is the book? It was on the table when they went to the market, and nobody has seen it since that morning.";
export const defence: Defence = await openDefence("standard");
export const defences: readonly Defence[] = [defence];
export const scheduler: Scheduler = createScheduler();
// Right of every other item, and the input again of the rest.
export const model: ChatModel = scriptedChatModel(({ messages }) => {
  const index = items.findIndex(({ input }) => messages.at(-1)!.text.includes(input));
  return index % 2 === 0 ? items[index]!.gold! : items[index]!.input;
});
export const models: readonly ChatModel[] = [model];
export const judge: Judge = await createRulesJudge();
export const parameters: BenchParameters = { temperature: 0, maxTokens: null, seed: 0 };
async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

export const ledger: Ledger = await openSqliteLedger();

// One run that is done, to be read, and another one to be begun.
const done = await ledger.createRun({ kind: "bench", options: {} });
export const plan: BenchPlan = await beginBench({ ledger, run: done.id, set: "lab", items, models, defences, trials: 1, parameters });
export const bench: BenchRun = { ledger, run: done.id, plan, defences };
await runBench({ ...bench, models, judge });
export const run: Run = done;
export const asked: EstimateOptions = { items, models, defences, trials: 1, parameters, judge, concurrency: { initial: 8, maximum: 128 } };
export const generations: readonly GenerationRow[] = await all(generationRows(bench));
export const judgements: readonly JudgementRow[] = await all(judgementRows(bench, judge));
export const outcomes: Outcomes = await collectOutcomes({ items, generations, judgements });
export const results: BenchResults = benchResults(outcomes, { seed: 1 });
export const gate: Gate = gateResults(results, 0.6);
export const summaryPath = "summary.md";
export const report = (..._figures: readonly unknown[]): void => {};
export const table = (_table: unknown): void => {};
export const file = { write: (_text: string): void => {} };

for (const folder of ["prompts", "gsm8k", "math"]) mkdirSync(folder, { recursive: true });
writeFileSync("prompts/quoted.txt", '{instruction} Quote nothing else. The text: "{input}"\n');
const sums = (from: number): string => Array.from({ length: 60 }, (_, index) => JSON.stringify({ question: `A baker sells ${from + index} loaves in the morning and ${index + 3} in the evening. How many loaves does she sell in the whole day?`, answer: `She sells ${from + 2 * index + 3}.\n#### ${from + 2 * index + 3}` })).join("\n");
writeFileSync("gsm8k/test.jsonl", sums(10));
writeFileSync("math/test.jsonl", sums(500));
