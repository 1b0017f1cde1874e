import type { EventSink } from "../base/index.ts";
import { siblingModule, startWorker } from "../lm/index.ts";
import type { RolloutTexts, RolloutTextsInput } from "./rollout/rollout-texts.ts";
import type { DistillOptions } from "./training/distill-options.ts";
import type { DistillReport } from "./training/distill-report.ts";

/** Who listens, and who may end it. */
export interface SwitchContext {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * `rolloutTexts` in a thread of its own, so that this one can draw progress and hear Ctrl-C.
 *
 * @throws SteadfastError as `rolloutTexts`; `worker-ended` where the thread is gone
 * @example
 * const { rows } = await rolloutInWorker({ teacher: "./teacher", student: "./student", prompts: [{ text: "Once" }], strategy: "exponential", maximumTokens: 64 }, { sink, signal });
 */
export function rolloutInWorker(input: RolloutTextsInput, context: SwitchContext = {}): Promise<RolloutTexts> {
  return callWorker("rollout", input, context);
}

/**
 * `distill` in a thread of its own.
 *
 * @throws SteadfastError as `distill`; `worker-ended` where the thread is gone
 * @example
 * const report = await distillInWorker({ teacher: "./teacher", student: "./student", data: ["data.jsonl"], out: "distilled" }, { sink, signal });
 */
export function distillInWorker(options: DistillOptions, context: SwitchContext = {}): Promise<DistillReport> {
  return callWorker("distill", options, context);
}

async function callWorker<Output>(method: string, input: unknown, { sink, signal }: SwitchContext): Promise<Output> {
  const worker = startWorker(siblingModule(import.meta.url, "switch-service"));
  try {
    return await worker.call<Output>(method, input, { ...(sink === undefined ? {} : { sink }), ...(signal === undefined ? {} : { signal }) });
  } finally {
    await worker.close();
  }
}
