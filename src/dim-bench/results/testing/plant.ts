import type { ChatFailureCode } from "../../../chat/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import type { InsteadKind, Judgement } from "../../judges/judge.ts";
import type { GenerationRow, JudgementRow } from "../../rows/rows.ts";
import type { System } from "../outcomes/outcome.ts";

/** What is planted for one item: what came of asking, and what the judge then said. */
export type Planted =
  | "pass"
  | { readonly instead: InsteadKind }
  | { readonly cause: string }
  | { readonly finish: "length" | "filter" }
  | { readonly callFailed: ChatFailureCode }
  | { readonly judgeFailed: ChatFailureCode }
  | "not-asked"
  | "not-judged";

/** What is planted beside the outcome. */
export interface PlantedFigures {
  readonly cost?: number | null;
  readonly judgeCost?: number | null;
  readonly cachedCost?: number | null;
  readonly milliseconds?: number;
  readonly text?: string;
}

export const judge: { readonly name: string; readonly hash: string } = { name: "planted", hash: "a".repeat(64) };

/** The same inputs under the four instruction tasks, `perCell` of each kind. */
export function plantItems(perCell: number, words: (inputTask: string, index: number) => number = () => 10): BenchItem[] {
  return inputTaskNames.flatMap((inputTask) =>
    Array.from({ length: perCell }, (_, index) => index).flatMap((index) =>
      instructionTaskNames.map((instructionTask): BenchItem => ({
        id: `${instructionTask}/${inputTask}-${String(index).padStart(3, "0")}`,
        instructionTask,
        inputTask,
        inputId: `${inputTask}-${index}`,
        instruction: `Do the ${instructionTask}.`,
        input: Array.from({ length: words(inputTask, index) }, (_, word) => `word${word}`).join(" "),
        answer: "42",
      })),
    ),
  );
}

/** @see plantRows */
export interface PlantOptions {
  readonly items: readonly BenchItem[];
  readonly systems: readonly System[];
  readonly trials?: number;
  readonly plant: (item: BenchItem, system: System, trial: number) => Planted;
  readonly figures?: (item: BenchItem, system: System, trial: number) => PlantedFigures;
}

/** The rows that a run would leave in which just this had happened. */
export function plantRows({ items, systems, trials = 1, plant, figures = () => ({}) }: PlantOptions): { generations: GenerationRow[]; judgements: JudgementRow[] } {
  const generations: GenerationRow[] = [];
  const judgements: JudgementRow[] = [];
  for (const system of systems) {
    for (let trial = 0; trial < trials; trial++) {
      for (const item of items) {
        const planted = plant(item, system, trial);
        if (planted === "not-asked") continue;
        const key = `${system.model}|${system.defence}|${trial}|${item.id}`;
        const generation = generationOf({ key, item, system, trial, planted, figures: figures(item, system, trial) });
        generations.push(generation);
        if (generation.outcome.type === "answered" && planted !== "not-judged") judgements.push(judgementOf(generation, planted, figures(item, system, trial)));
      }
    }
  }
  return { generations, judgements };
}

function generationOf({ key, item, system, trial, planted, figures }: { key: string; item: BenchItem; system: System; trial: number; planted: Planted; figures: PlantedFigures }): GenerationRow {
  const { cost = 0, cachedCost, milliseconds = 100, text = `output of ${key}` } = figures;
  const failed = typeof planted === "object" && "callFailed" in planted;
  return {
    key,
    item: item.id,
    ...system,
    trial,
    request: { messages: [{ role: "user", text: `Instruction: ${item.instruction}\n\nInput: ${item.input}` }], maxTokens: 100 },
    outcome: failed
      ? { type: "failed", code: planted.callFailed, sentence: "It did not answer." }
      : { type: "answered", response: { text, finish: typeof planted === "object" && "finish" in planted ? planted.finish : "stop", usage: { input: 7, output: 3, cached: 2, raw: null } } },
    cost,
    milliseconds,
    ...(cachedCost === undefined ? {} : { cached: { run: "earlier", cost: cachedCost } }),
  };
}

function judgementOf(generation: GenerationRow, planted: Planted, { judgeCost = 0 }: PlantedFigures): JudgementRow {
  return {
    key: `judged ${generation.key}`,
    generation: generation.key,
    item: generation.item,
    judge: judge.name,
    judgeHash: judge.hash,
    outcome: typeof planted === "object" && "judgeFailed" in planted ? { type: "failed", code: planted.judgeFailed, sentence: "It did not judge." } : { type: "judged", judgement: verdictOf(planted) },
    usage: { input: 50, output: 5, cached: 0 },
    cost: judgeCost,
    milliseconds: 20,
  };
}

function verdictOf(planted: Planted): Judgement {
  const said = { reason: "Planted.", answers: [] };
  if (typeof planted === "object" && "instead" in planted) return { ...said, verdict: "fail", instead: planted.instead };
  if (typeof planted === "object" && "cause" in planted) return { ...said, verdict: "unscored", cause: planted.cause };
  return { ...said, verdict: "pass" };
}
