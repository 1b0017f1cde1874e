import { type EventSink, silent } from "../../base/index.ts";
import { checkOptions, type FineTuneOptions } from "./fine-tune-options.ts";
import type { FineTuneReport } from "./fine-tune-report.ts";
import { FineTuning } from "./fine-tuning.ts";
import { checkSame } from "./fingerprint.ts";
import { responseLoss, type ResponseInputs } from "./loss/response-loss.ts";
import { checkOutFolder, finishedReport } from "./out-folder.ts";
import { planTraining } from "./plan-training.ts";
import { sessionsWithin } from "./preflight.ts";
import { learningRateSchedule } from "./schedule.ts";
import { createTrainer } from "./trainer.ts";

/** Who listens, and who may end it. */
export interface FineTuneContext {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * Fine-tunes a model on instruction data and saves it where others load it. Killed at any moment and called again with `resume`, it comes
 * to the same weights to the bit, on the same machine with the same number of threads. An abort keeps the state and throws the signal's
 * reason.
 *
 * @throws SteadfastError `training-option`, `training-exists`, `out-taken`, `resume-differs`, `training-state-damaged`,
 * `loss-not-finite`, `loss-exploded`, and those of loading, reading and saving
 * @example
 * await fineTune({ model: "hf:openai-community/gpt2", data: ["dolly.jsonl"], out: "models/tuned" }, { sink, signal });
 */
export async function fineTune(given: FineTuneOptions, { sink = silent, signal }: FineTuneContext = {}): Promise<FineTuneReport> {
  const options = checkOptions(given);
  await checkOutFolder(options.out, options.resume);
  const plan = await planTraining(options, { sink, ...(signal === undefined ? {} : { signal }) });
  const finished = options.resume ? await finishedReport(options.out) : undefined;
  if (finished !== undefined) {
    checkSame(finished.fingerprint, plan.fingerprint);
    sink({ type: "message", level: "info", text: `The training into ${options.out} was finished already.` });
    return finished.report;
  }
  const trainer = createTrainer<ResponseInputs>({
    trainable: plan.trainable,
    loss: responseLoss({ recompute: options.recompute }),
    schedule: learningRateSchedule({ name: options.schedule, peak: options.learningRate, steps: plan.steps, warmup: plan.warmup }),
    weightDecay: options.weightDecay,
    optimizer: options.optimizer,
    sessions: sessionsWithin(plan.memory),
    ...(options.clip === 0 ? {} : { clip: options.clip }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  try {
    const run = await FineTuning.start(options, plan, trainer, sink, signal);
    await run.learn();
    return await run.finish();
  } finally {
    await trainer.close();
  }
}
