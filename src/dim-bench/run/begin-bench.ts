import { createHash } from "node:crypto";
import { contentHash, type Json, SteadfastError } from "../../base/index.ts";
import type { ChatModel } from "../../chat/index.ts";
import type { Ledger } from "../../ledger/index.ts";
import type { Defence } from "../defences/defence.ts";
import type { BenchItem } from "../items/bench-item.ts";
import { recordKinds } from "./bench-run.ts";
import { modelIdentity } from "./keys.ts";
import type { BenchParameters, BenchPlan, PlannedModel } from "./plan.ts";

/** @see beginBench */
export interface BeginBenchOptions {
  readonly ledger: Ledger;
  readonly run: string;
  /** The name of the set. */
  readonly set: string;
  readonly items: Iterable<BenchItem> | AsyncIterable<BenchItem>;
  readonly models: readonly Pick<ChatModel, "reference" | "details">[];
  readonly defences: readonly Defence[];
  readonly trials: number;
  readonly parameters: BenchParameters;
}

const itemsPerWrite = 200;

/**
 * Puts into a run what it asks: its items, and last the plan. From then on the run can be gone on with, whatever becomes of the files
 * that the items came from.
 *
 * @throws SteadfastError `items-none`, `item-twice`, `model-twice`; what the ledger throws
 * @example
 * const run = await ledger.createRun({ kind: "bench", options: {} });
 * const plan = await beginBench({ ledger, run: run.id, set: "lab", items, models: [model], defences, trials: 1, parameters: { temperature: 0, maxTokens: null, seed: 0 } });
 */
export async function beginBench({ ledger, run, set, items, models, defences, trials, parameters }: BeginBenchOptions): Promise<BenchPlan> {
  const hash = createHash("sha256");
  const inputs = new Set<string>();
  let count = 0;
  let page: BenchItem[] = [];
  const write = async (): Promise<void> => {
    const areNew = await ledger.putRecords(run, page.map((item) => ({ kind: recordKinds.item, key: item.id, value: item as unknown as Json })));
    const twice = page[areNew.indexOf(false)];
    if (twice !== undefined) throw new SteadfastError({ code: "item-twice", sentence: `The set ${set} holds two items with the id ${JSON.stringify(twice.id)}.`, hint: "Give each item an id of its own." });
    page = [];
  };
  for await (const item of items) {
    hash.update(contentHash(item));
    inputs.add(item.inputId);
    count += 1;
    page.push(item);
    if (page.length === itemsPerWrite) await write();
  }
  await write();
  if (count === 0) throw new SteadfastError({ code: "items-none", sentence: `No item of the set ${set} is left to ask.`, hint: "Give fewer filters, or another set." });
  const plan: BenchPlan = {
    items: { set, count, inputs: inputs.size, hash: hash.digest("hex") },
    models: planModels(models),
    defences: defences.map(({ name, hash }) => ({ name, hash })),
    trials,
    parameters,
  };
  await ledger.putRecords(run, [{ kind: recordKinds.plan, key: recordKinds.plan, value: plan as unknown as Json }]);
  return plan;
}

/** @throws SteadfastError `model-twice` */
export function planModels(models: readonly Pick<ChatModel, "reference" | "details">[]): PlannedModel[] {
  const kinds = new Map<string, string>();
  return models.map(({ reference, details }, place) => {
    if (models.findIndex((other) => other.reference === reference) !== place) throw new SteadfastError({ code: "model-twice", sentence: `The model ${reference} is given twice.`, hint: "Ask it more often by --trials." });
    const identity = modelIdentity({ details });
    const kind = kinds.get(identity) ?? `generation ${reference}`;
    kinds.set(identity, kind);
    return { reference, identity, details, kind };
  });
}

/**
 * The plan of a run that was begun.
 *
 * @throws SteadfastError `run-not-begun`; what the ledger throws
 * @example
 * const plan = await readPlan(ledger, run.id);
 */
export async function readPlan(ledger: Ledger, run: string): Promise<BenchPlan> {
  const record = await ledger.findRecord({ kind: recordKinds.plan, run }, recordKinds.plan);
  if (record === null) throw new SteadfastError({ code: "run-not-begun", sentence: `The run ${run} ended before it had asked anything, so there is nothing to go on with.`, hint: "Run the command anew." });
  return record.value as unknown as BenchPlan;
}

/**
 * Holds what a run is gone on with to what it was begun with: other weights or other prompts would mix two measurements.
 *
 * @throws SteadfastError `run-differs`
 * @example
 * checkPlan({ run: run.id, plan: await readPlan(ledger, run.id), models, defences });
 */
export function checkPlan({ run, plan, models, defences }: { readonly run: string; readonly plan: BenchPlan; readonly models: readonly Pick<ChatModel, "reference" | "details">[]; readonly defences: readonly Defence[] }): void {
  const differs = (what: string): SteadfastError => new SteadfastError({ code: "run-differs", sentence: `${what} differs from what the run ${run} was begun with.`, hint: "Begin a new run: what it asks the same is taken over from this one." });
  if (models.length !== plan.models.length || defences.length !== plan.defences.length) throw differs("The number of models or defences");
  for (const [place, { reference, identity }] of plan.models.entries()) if (models[place]!.reference !== reference || modelIdentity(models[place]!) !== identity) throw differs(`The model ${reference}`);
  for (const [place, { name, hash }] of plan.defences.entries()) if (defences[place]!.name !== name || defences[place]!.hash !== hash) throw differs(`The defence ${name}`);
}
