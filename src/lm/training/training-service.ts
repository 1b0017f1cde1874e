import type { Method } from "../worker/service.ts";
import { fineTune } from "./fine-tune.ts";
import type { FineTuneOptions } from "./fine-tune-options.ts";

/** Training in a worker's thread. */
export function createService(): Readonly<Record<string, Method>> {
  return { fineTune: (options: FineTuneOptions, { sink, signal }) => fineTune(options, { sink, signal }) };
}
