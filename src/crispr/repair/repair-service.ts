import { SteadfastError } from "../../base/index.ts";
import { loadBareModel, type Method as ServiceMethod } from "../../lm/index.ts";
import type { Edit } from "../edit/edit-file.ts";
import { saveEdited } from "../edit/save-edited.ts";
import { ModelRepair } from "./model-repair.ts";
import type { OpenRepairInput } from "./repair-context.ts";
import type { RepairOptions } from "./repair-options.ts";
import { scoreNeurons, type ScoreNeuronsInput } from "./score-neurons.ts";

/** What `applyEdit` takes. */
export interface ApplyInput {
  readonly reference: string;
  readonly edit: Edit;
  readonly folder: string;
  readonly card: string;
  readonly offline?: boolean;
  readonly threads?: number;
}

/** Repairs in a worker's thread. */
export function createService(): Readonly<Record<string, ServiceMethod>> {
  let opened: ModelRepair | undefined;
  const repair = (): ModelRepair => {
    if (opened === undefined) throw new SteadfastError({ code: "model-not-open", kind: "bug", sentence: "No model is open." });
    return opened;
  };
  return {
    open: async (input: OpenRepairInput, context) => {
      opened = await ModelRepair.open(input, context);
    },
    evaluate: (options: RepairOptions, context) => repair().evaluate(options, context),
    run: (options: RepairOptions, context) => repair().run(options, context),
    choose: async (neurons: number) => repair().choose(neurons),
    edit: async () => repair().edit(),
    save: (folder: string) => repair().save(folder),
    compare: (count: number, context) => repair().compare(count, context),
    generate: (text: string, context) => repair().generate(text, context),
    scoreNeurons: (input: ScoreNeuronsInput, context) => scoreNeurons(input, context),
    apply: async ({ reference, edit, folder, card, offline = false, threads }: ApplyInput, { sink, signal }) => {
      const { model, tokenizer, folder: source } = await loadBareModel(reference, { offline, sink, signal });
      return saveEdited({ model, ...(tokenizer === undefined ? {} : { tokenizer }), source, edit, folder, card, ...(threads === undefined ? {} : { threads }) });
    },
  };
}
