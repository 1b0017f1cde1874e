import { siblingModule, startWorker } from "../worker/start-worker.ts";
import type { FineTuneContext } from "./fine-tune.ts";
import type { FineTuneOptions } from "./fine-tune-options.ts";
import type { FineTuneReport } from "./fine-tune-report.ts";

/**
 * `fineTune` in a thread of its own, so that this one can draw progress and hear Ctrl-C while steps run.
 *
 * @throws SteadfastError as `fineTune`; `worker-ended` where the thread is gone
 * @example
 * const report = await fineTuneInWorker({ model: "lab:student", data: ["data.jsonl"], out: "tuned" }, { sink, signal });
 */
export async function fineTuneInWorker(options: FineTuneOptions, { sink, signal }: FineTuneContext = {}): Promise<FineTuneReport> {
  const worker = startWorker(siblingModule(import.meta.url, "training-service"));
  try {
    return await worker.call<FineTuneReport>("fineTune", options, { ...(sink === undefined ? {} : { sink }), ...(signal === undefined ? {} : { signal }) });
  } finally {
    await worker.close();
  }
}
