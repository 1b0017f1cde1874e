import { setImmediate } from "node:timers/promises";
import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import type { StepOutcome } from "./trainer.ts";

/** What a step of training came to. */
export interface StepReport extends StepOutcome {
  /** Tokens that were read. */
  readonly tokens: number;
}

/** @see trainLoop */
export interface TrainLoopOptions {
  /** Steps done before. */
  readonly from: number;
  readonly steps: number;
  /** Does step `index`, from 0. */
  step(index: number): Promise<StepReport>;
  /** What a step learns from, for errors: `lines 3 and 7 of data.jsonl`. */
  sourceOf?(index: number): string;
  /** Called before the first step and after each with how many are done; whatever is kept is kept here. */
  between?(done: number, report: StepReport | undefined): Promise<void>;
  /** A loss above it ends the training; by default only one that is no number. */
  lossLimit?(): number;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** Of the window that the speed is measured in. */
const reportedSeconds = 30;

/**
 * Step after step, with progress and the metrics `loss`, `learningRate` and `gradientNorm` under the number of steps done. An abort is
 * heard between two steps.
 *
 * @throws SteadfastError `loss-not-finite`, `loss-exploded`; the signal's reason
 * @example
 * await trainLoop({ from: 0, steps, step: async (index) => learn(batches.batchAt(index)), sink, signal });
 */
export async function trainLoop({ from, steps, step, sourceOf = (index) => `batch ${index + 1}`, between = async () => {}, lossLimit = () => Number.POSITIVE_INFINITY, sink = silent, signal }: TrainLoopOptions): Promise<void> {
  const speed = new Speed();
  const progress = (done: number, loss?: number): void => {
    const rate = speed.tokensPerSecond();
    const detail = [...(rate === undefined ? [] : [`${Math.round(rate).toLocaleString("en")} tokens/s`]), ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`])].join(", ");
    sink({ type: "progress", task: "training", done, total: steps, unit: "steps", ...(detail === "" ? {} : { detail }) });
  };
  signal?.throwIfAborted();
  progress(from);
  await between(from, undefined);
  for (let index = from; index < steps; index++) {
    // Messages from other threads, an abort among them, are heard when the event loop turns.
    await setImmediate();
    signal?.throwIfAborted();
    const begun = performance.now();
    const report = await step(index).catch((error: unknown) => {
      // The engine refuses such a step; its state stays as it was.
      throw error instanceof SteadfastError && error.code === "not-finite" ? notFinite("The gradients", index, sourceOf(index), error) : error;
    });
    checkOutcome(index, report, lossLimit(), () => sourceOf(index));
    const seconds = (performance.now() - begun) / 1000;
    // The first step compiles what it runs.
    if (index > from) speed.add(report.tokens, seconds);
    const done = index + 1;
    for (const name of ["loss", "learningRate", "gradientNorm"] as const) sink({ type: "metric", name, step: done, value: report[name] });
    progress(done, report.loss);
    await between(done, report);
  }
}

function checkOutcome(index: number, { loss, gradientNorm }: StepReport, limit: number, source: () => string): void {
  if (!Number.isFinite(loss)) throw notFinite("The loss", index, source());
  if (!Number.isFinite(gradientNorm)) throw notFinite("The gradients", index, source());
  if (loss > limit) throw new SteadfastError({ code: "loss-exploded", sentence: `The loss of step ${index + 1} is ${loss.toFixed(2)}, above the limit of ${limit.toFixed(2)}, on ${source()}.`, hint: divergedHint });
}

const divergedHint = "Look at those lines, lower the learning rate, or lengthen the warm-up; the last state on disk is from before.";

function notFinite(what: string, index: number, source: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "loss-not-finite", sentence: `${what} of step ${index + 1} became infinite or no number, on ${source}.`, hint: divergedHint, cause });
}

/** Tokens a second over the last half minute. */
class Speed {
  readonly #steps: { tokens: number; seconds: number }[] = [];

  add(tokens: number, seconds: number): void {
    this.#steps.push({ tokens, seconds });
    while (this.#steps.length > 1 && this.#total("seconds") - this.#steps[0]!.seconds > reportedSeconds) this.#steps.shift();
  }

  tokensPerSecond(): number | undefined {
    return this.#steps.length === 0 ? undefined : this.#total("tokens") / this.#total("seconds");
  }

  #total(key: "tokens" | "seconds"): number {
    return this.#steps.reduce((sum, step) => sum + step[key], 0);
  }
}
