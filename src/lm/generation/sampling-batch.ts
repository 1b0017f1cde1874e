import type { TensorValue } from "../../graph/index.ts";
import type { InferenceSession } from "../inference/inference-session.ts";
import { RowBatch } from "../inference/row-batch.ts";
import { adjustLogits } from "./adjust-logits.ts";
import type { Choice, Choose } from "./choose.ts";
import type { GrowingBatch } from "./grow-sequences.ts";
import type { CompleteSampling } from "./sampling.ts";

/** A prompt that one model goes on from. */
export interface Prompt {
  /** What the decoder reads first: a text, or an encoder–decoder's start token. At least one id. */
  readonly ids: readonly number[];
  /** What an encoder–decoder's encoder reads. */
  readonly encoderIds?: readonly number[];
  /** Addresses the random numbers. */
  readonly sequence: number;
}

/** Tokens that one pass over a prompt may have, all rows together; longer prompts are read in pieces. */
const tokensAPass = 2048;

/** Sequences that one model grows, one token a step. */
export class SamplingBatch implements GrowingBatch<Choice> {
  readonly #batch: RowBatch;
  readonly #choose: Choose;
  readonly #sampling: CompleteSampling;
  #rows: { sequence: number; step: number; history: number[] }[];
  #pending: (readonly number[])[];

  private constructor(batch: RowBatch, prompts: readonly Prompt[], choose: Choose, sampling: CompleteSampling) {
    this.#batch = batch;
    this.#choose = choose;
    this.#sampling = sampling;
    this.#rows = prompts.map(({ ids, sequence }) => ({ sequence, step: 0, history: [...ids] }));
    this.#pending = prompts.map(({ ids }) => ids);
  }

  static async start(session: InferenceSession, prompts: readonly Prompt[], { choose, sampling, cacheBytes }: { choose: Choose; sampling: CompleteSampling; cacheBytes?: number }): Promise<SamplingBatch> {
    const encoderIds = session.encode === undefined ? {} : { encoderIds: prompts.map((prompt) => prompt.encoderIds ?? []) };
    const batch = await RowBatch.start(session, prompts.length, { ...encoderIds, ...(cacheBytes === undefined ? {} : { cacheBytes }) });
    const made = new SamplingBatch(batch, prompts, choose, sampling);
    await made.#readAhead();
    return made;
  }

  async advance(): Promise<Choice[][]> {
    const logits = await this.#batch.extend(this.#pending.map((ids) => ({ ids, wanted: [ids.length - 1] })));
    const choices = await this.#choose(this.#adjusted(logits), this.#rows);
    for (const [row, { id }] of choices.entries()) {
      const state = this.#rows[row]!;
      state.history.push(id);
      state.step += 1;
    }
    this.#pending = choices.map(({ id }) => [id]);
    return choices.map((choice) => [choice]);
  }

  keep(rows: readonly number[]): void {
    this.#batch.keep(rows);
    this.#rows = rows.map((row) => this.#rows[row]!);
    this.#pending = rows.map((row) => this.#pending[row]!);
  }

  append(other: SamplingBatch): void {
    this.#batch.append(other.#batch);
    this.#rows.push(...other.#rows);
    this.#pending.push(...other.#pending);
  }

  /** Reads the prompts up to their last token, so that what joins a batch is as short as what its other rows add. */
  async #readAhead(): Promise<void> {
    const piece = Math.max(1, Math.floor(tokensAPass / this.#pending.length));
    while (this.#pending.some((ids) => ids.length > 1)) {
      const counts = this.#pending.map((ids) => Math.min(piece, ids.length - 1));
      await this.#batch.extend(this.#pending.map((ids, row) => ({ ids: ids.slice(0, counts[row]), wanted: [] })));
      this.#pending = this.#pending.map((ids, row) => ids.slice(counts[row]));
    }
  }

  #adjusted(logits: TensorValue): TensorValue {
    const { topK, topP, repetitionPenalty, noRepeatNgram } = this.#sampling;
    if (topK === 0 && topP === 1 && repetitionPenalty === 1 && noRepeatNgram === 0) return logits;
    const vocabulary = logits.shape[1]!;
    for (const [row, { history }] of this.#rows.entries()) adjustLogits((logits.data as Float32Array).subarray(row * vocabulary, (row + 1) * vocabulary), history, this.#sampling);
    return logits;
  }
}
