import type { PreparedPrompts, PreparePromptsInput } from "./evaluation/prepare-prompts.ts";
import type { RespondInput, RespondNotice } from "./evaluation/respond.ts";
import type { GeneratedText } from "./generation/generate-texts.ts";
import type { GenerateInput, ModelInformation, OpenInput, ScoreInput, ScoreOutput, TextNotice } from "./model-service.ts";
import { type CallOptions, siblingModule, startWorker } from "./worker/start-worker.ts";

/** Who listens, and who may end it. */
export type ModelCallOptions = Pick<CallOptions, "sink" | "signal">;

/** A model in a thread of its own: this thread stays free for servers, progress and keys while it works. */
export interface OpenModel {
  readonly information: ModelInformation;
  /** Texts in the order of the prompts. `onText` hears them piece by piece. */
  generate(input: GenerateInput, options?: ModelCallOptions & { onText?: (notice: TextNotice) => void }): Promise<GeneratedText[]>;
  /** Log-probabilities of given texts or ids. */
  score(input: ScoreInput, options?: ModelCallOptions): Promise<ScoreOutput>;
  /** SHA-256 of the model, wherever it was loaded from. */
  fingerprint(options?: ModelCallOptions): Promise<string>;
  /** @see evaluateModel */
  preparePrompts(input: PreparePromptsInput, options?: ModelCallOptions): Promise<PreparedPrompts>;
  /** Answers prompts; `onNotice` hears of each response as soon as it is complete. */
  respond(input: RespondInput, options: ModelCallOptions & { onNotice: (notice: RespondNotice) => void }): Promise<void>;
  /** Ends the thread and frees the model's memory. */
  close(): Promise<void>;
}

/**
 * Loads a model in a worker thread.
 *
 * @throws SteadfastError as `loadLocalModel`; `runtime-missing` where ONNX Runtime is not installed
 * @example
 * const model = await openModel({ reference: "hf:openai-community/gpt2" }, { sink });
 * const [{ text }] = await model.generate({ prompts: [{ text: "Once upon a time" }], sampling: { seed: 1 } });
 * await model.close();
 */
export async function openModel(input: OpenInput, options: ModelCallOptions = {}): Promise<OpenModel> {
  const worker = startWorker(siblingModule(import.meta.url, "model-service"));
  try {
    const information = await worker.call<ModelInformation>("open", input, options);
    return {
      information,
      generate: (prompts, { onText, ...rest } = {}) => worker.call("generate", prompts, { ...rest, ...(onText === undefined ? {} : { onNotice: (notice) => onText(notice as TextNotice) }) }),
      score: (sequences, rest) => worker.call("score", sequences, rest),
      fingerprint: (rest) => worker.call("fingerprint", null, rest),
      preparePrompts: (records, rest) => worker.call("preparePrompts", records, rest),
      respond: (prompts, { onNotice, ...rest }) => worker.call("respond", prompts, { ...rest, onNotice: (notice) => onNotice(notice as RespondNotice) }),
      close: () => worker.close(),
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
