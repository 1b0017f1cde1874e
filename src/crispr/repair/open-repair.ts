import type { EventSink } from "../../base/index.ts";
import { type RemoteService, siblingModule, startWorker } from "../../lm/index.ts";
import type { Edit } from "../edit/edit-file.ts";
import type { SavedEdit } from "../edit/save-edited.ts";
import type { ComparedAnswer } from "./model-repair.ts";
import type { OpenRepairInput } from "./repair-context.ts";
import type { RepairOptions } from "./repair-options.ts";
import type { EvaluationReport, RepairReport } from "./repair-report.ts";
import type { ApplyInput } from "./repair-service.ts";
import type { NeuronScores, ScoreNeuronsInput } from "./score-neurons.ts";

/** Who listens, and who may end it. */
export interface RepairCallOptions {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** Answers side by side. */
export type ComparedAnswers = readonly ComparedAnswer[];

/** A model under repair, in a thread of its own. */
export interface OpenRepair {
  /** Only measures. */
  evaluate(options: RepairOptions, call?: RepairCallOptions): Promise<EvaluationReport>;
  /** Finds the neurons, chooses how many, and says what removing them does. */
  run(options: RepairOptions, call?: RepairCallOptions): Promise<RepairReport>;
  /** Chooses another number of neurons; 0 undoes. */
  choose(neurons: number): Promise<void>;
  /** The edit of the chosen neurons. */
  edit(): Promise<Edit>;
  /** Saves the edited model, reloaded and compared. */
  save(folder: string, call?: RepairCallOptions): Promise<SavedEdit>;
  compare(count: number, call?: RepairCallOptions): Promise<ComparedAnswers>;
  /** What the edited model writes after a text. */
  generate(text: string, call?: RepairCallOptions): Promise<string>;
  close(): Promise<void>;
}

/**
 * Loads a model for repair.
 *
 * @throws SteadfastError as `loadLocalModel`
 * @example
 * const repair = await openRepair({ reference: "./my-model" }, { sink });
 * const { chosen, rows } = await repair.run({ data: "bbq/Age.jsonl", out: "repair" }, { sink, signal });
 * await repair.save("repaired");
 * await repair.close();
 */
export async function openRepair(input: OpenRepairInput, call: RepairCallOptions = {}): Promise<OpenRepair> {
  const worker = startService();
  try {
    await worker.call("open", input, call);
  } catch (error) {
    await worker.close();
    throw error;
  }
  return {
    evaluate: (options, rest) => worker.call("evaluate", options, rest),
    run: (options, rest) => worker.call("run", options, rest),
    choose: (neurons) => worker.call("choose", neurons),
    edit: () => worker.call("edit", null),
    save: (folder, rest) => worker.call("save", folder, rest),
    compare: (count, rest) => worker.call("compare", count, rest),
    generate: (text, rest) => worker.call("generate", text, rest),
    close: () => worker.close(),
  };
}

/**
 * The clean bias scores of all neurons for prompts in token ids, in a thread of its own.
 *
 * @throws SteadfastError as `loadBareModel`; `crispr-prompt` for a prompt that the model cannot be asked
 * @example
 * const { sites } = await scoreNeuronsInWorker({ reference: "./my-model", instructions: [[{ ids: [5, 6], labels: [[7], [8]], gold: 0 }]], method: {} });
 */
export function scoreNeuronsInWorker(input: ScoreNeuronsInput, call: RepairCallOptions = {}): Promise<NeuronScores> {
  return once("scoreNeurons", input, call);
}

/**
 * Applies an edit to the model that it is of, and saves the result.
 *
 * @throws SteadfastError as `loadBareModel` and `saveEdited`
 * @example
 * await applyEdit({ reference: "./my-model", edit: await readEdit("edit.json"), folder: "applied", card: "# Repaired\n" });
 */
export function applyEdit(input: ApplyInput, call: RepairCallOptions = {}): Promise<SavedEdit> {
  return once("apply", input, call);
}

async function once<Output>(method: string, input: unknown, call: RepairCallOptions): Promise<Output> {
  const worker = startService();
  try {
    return await worker.call<Output>(method, input, call);
  } finally {
    await worker.close();
  }
}

function startService(): RemoteService {
  return startWorker(siblingModule(import.meta.url, "repair-service"));
}
