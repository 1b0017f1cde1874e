import type { ChatBackend } from "../port/chat-model.ts";
import { batchCalls } from "./local/batch-calls.ts";
import { askLocal } from "./local/ask-local.ts";
import type { OpenBackend } from "./open-backend.ts";

/** Rows that the engine decodes at once. */
const rows = 8;

/** A model in this process, in a thread of its own; calls that wait are answered together. */
export const open: OpenBackend<"local"> = async ({ reference }, { offline, threads, sink, signal }): Promise<ChatBackend> => {
  const { openModel } = await import("../../lm/index.ts");
  const model = await openModel({ reference, offline, ...(threads === undefined ? {} : { threads }) }, { sink, ...(signal === undefined ? {} : { signal }) });
  const { revision, family, parameters, hasChatTemplate } = model.information;
  let fingerprint: string;
  try {
    fingerprint = await model.fingerprint(signal === undefined ? {} : { signal });
  } catch (error) {
    await model.close();
    throw error;
  }
  const calls = batchCalls({ rows, ...askLocal(model) });
  return {
    provider: reference,
    lane: `local ${model.information.folder}`,
    details: { provider: "local", fingerprint, ...(revision === undefined ? {} : { revision }), family, parameters, hasChatTemplate },
    price: { input: 0, output: 0, cached: 0 },
    // Calls wait here, where they become batches; how long a batch takes is the machine's business.
    limits: { initialConcurrency: 4 * rows, maximumConcurrency: 4 * rows, timeoutMilliseconds: null },
    ask: (request, { signal }) => calls.ask(request, signal),
    close: async () => {
      // To end the thread within a run of the engine would end the process.
      await calls.idle();
      await model.close();
    },
  };
};
