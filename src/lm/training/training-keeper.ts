import { join } from "node:path";
import type { Json } from "../../base/index.ts";
import type { TensorValue } from "../../graph/index.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { forgetOthers, keepBest, keptBest } from "./state/best-weights.ts";
import { keepTraining, keptNotes, keptState } from "./state/training-state.ts";
import type { Named } from "./trainable.ts";
import type { Trainer, TrainerState } from "./trainer.ts";
import type { Validated } from "./validation.ts";

/** What a training knows beside its weights. */
export interface TrainingNotes {
  readonly fingerprint: Fingerprint;
  readonly threads: number | null;
  /** Tokens read, and seconds in steps. */
  readonly tokens: number;
  readonly seconds: number;
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  readonly validations: readonly Validated[];
  /** The step whose weights are the best so far. */
  readonly best: number | null;
}

/** Where the state of a training into a folder is. */
export function stateFolder(out: string): string {
  return join(out, "state");
}

/** Reads and writes the state of one training. */
export class TrainingKeeper {
  readonly #folder: string;
  readonly #like: Named<TensorValue>;

  /** @param like names and shapes of what is learnt. */
  constructor(out: string, like: Named<TensorValue>) {
    this.#folder = stateFolder(out);
    this.#like = like;
  }

  /** Of the last state; undefined where there is none. */
  async notes(): Promise<TrainingNotes | undefined> {
    return (await keptNotes(this.#folder)) as unknown as TrainingNotes | undefined;
  }

  /** The last state; undefined where there is none. */
  state(): Promise<TrainerState | undefined> {
    return keptState(this.#folder, this.#like);
  }

  async keep(trainer: Pick<Trainer<unknown>, "readState">, notes: TrainingNotes): Promise<void> {
    await keepTraining(this.#folder, { state: await trainer.readState(), notes: notes as unknown as Json });
    await forgetOthers(this.#folder, notes.best ?? undefined);
  }

  keepBest(step: number, learnt: Named<TensorValue>): Promise<void> {
    return keepBest(this.#folder, step, learnt);
  }

  best(step: number): Promise<Named<TensorValue>> {
    return keptBest(this.#folder, step, this.#like);
  }
}
