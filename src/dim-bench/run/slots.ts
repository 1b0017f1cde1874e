import type { Json } from "../../base/index.ts";
import type { ChatRequest } from "../../chat/index.ts";
import type { Defence } from "../defences/defence.ts";
import type { BenchItem } from "../items/bench-item.ts";
import { type BenchRun, recordKinds } from "./bench-run.ts";
import { generationKey } from "./keys.ts";
import type { BenchParameters, BenchPlan, PlannedModel } from "./plan.ts";
import { defaultMaxTokens } from "./tokens.ts";

/** One place of a run's table: an item asked of a model with a defence, for the nth time. Several may ask the same, and have one key. */
export interface Slot {
  readonly item: BenchItem;
  readonly model: PlannedModel;
  readonly defence: Defence;
  readonly trial: number;
  readonly request: ChatRequest;
  readonly key: string;
}

/** What is sent for an item. */
export function requestOf({ item, defence, trial, parameters: { temperature, maxTokens, seed } }: { readonly item: BenchItem; readonly defence: Defence; readonly trial: number; readonly parameters: BenchParameters }): ChatRequest {
  return {
    messages: defence.messages(item),
    maxTokens: maxTokens ?? defaultMaxTokens(item.input),
    ...(temperature === null ? {} : { temperature }),
    ...(temperature === 0 ? {} : { seed: seed + trial }),
  };
}

/** What slots follow from, beside the item. */
export interface SlotSource extends Pick<BenchRun, "defences"> {
  readonly plan: Pick<BenchPlan, "models" | "trials" | "parameters">;
}

/** One slot over an item. */
export function slotOf({ item, model, defence, trial }: Pick<Slot, "item" | "model" | "defence" | "trial">, { parameters }: Pick<BenchPlan, "parameters">): Slot {
  const request = requestOf({ item, defence, trial, parameters });
  return { item, model, defence, trial, request, key: generationKey({ identity: model.identity, request, trial }) };
}

/** The slots over one item. */
export function slotsOf(item: BenchItem, { plan, defences }: SlotSource): Slot[] {
  return plan.models.flatMap((model) => defences.flatMap((defence) => Array.from({ length: plan.trials }, (_, trial) => slotOf({ item, model, defence, trial }, plan))));
}

const slotsPerPage = 200;

/** All slots of a run, by item, in pages; of the items no more than a page's are held. */
export async function* slotPages(bench: BenchRun): AsyncGenerator<Slot[]> {
  let page: Slot[] = [];
  for await (const { value } of bench.ledger.streamRecords(bench.run, { kind: recordKinds.item })) {
    for (const slot of slotsOf(asItem(value), bench)) {
      page.push(slot);
      if (page.length < slotsPerPage) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** An item as the ledger holds it: what this room has put there. */
export function asItem(value: Json): BenchItem {
  return value as unknown as BenchItem;
}
