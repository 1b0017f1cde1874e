import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { cacheBytesOf, cacheExceeded } from "../inference/row-batch.ts";
import type { InferenceSession } from "../inference/inference-session.ts";
import { type Choice, createChoose } from "./choose.ts";
import { growSequences } from "./grow-sequences.ts";
import { completeSampling, type Sampling } from "./sampling.ts";
import { type Prompt, SamplingBatch } from "./sampling-batch.ts";

/** What to go on from, and how far. */
export interface GenerationRequest extends Prompt {
  readonly maximumNewTokens: number;
}

/** @see generate */
export interface GenerateOptions {
  readonly sampling?: Sampling;
  /** Sequences at once; by default 8. */
  readonly rows?: number;
  /** What keys and values may take in memory; by default 4 GiB. */
  readonly cacheBytes?: number;
  /** Tokens that end a sequence; they are its last. */
  readonly stopIds?: readonly number[];
  /** Called with each new token; true ends the sequence with it. */
  readonly onToken?: (request: number, id: number) => boolean | void;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** What came of a request. */
export interface GeneratedSequence {
  /** The new tokens, the one that ended it included. */
  readonly ids: number[];
  /** `stop`: by a stop token or by `onToken`; `length`: the limit; `exhausted`: bans left no token. */
  readonly finish: "stop" | "length" | "exhausted";
  /** Steps at which the two best choices were closer than 1e-4: there the batch may decide, by rounding. */
  readonly closeSteps: number;
}

/** Below this, rounding of float32 sums may decide between two tokens. */
const closeMargin = 1e-4;

/**
 * Goes on from each prompt. What a sequence says depends on its prompt, the seed and its `sequence` number, and not on what else is in
 * its batch, wherever the two best choices differ by more than 1e-4; steps below that are counted.
 *
 * @throws SteadfastError `prompt-empty`, `token-unknown`, `context-exceeded`, `cache-exceeded`, `sampling-wrong`
 * @example
 * const [answer] = await generate(session, [{ ids: tokenizer.encode("where is ada?"), sequence: 0, maximumNewTokens: 20 }], { stopIds: endIds(local) });
 */
export async function generate(session: InferenceSession, requests: readonly GenerationRequest[], { sampling, rows = 8, cacheBytes = 4 * 2 ** 30, stopIds = [], onToken, sink = silent, signal }: GenerateOptions = {}): Promise<GeneratedSequence[]> {
  const complete = completeSampling(sampling ?? {});
  for (const request of requests) checkRequest(session, request);
  const longest = Math.max(0, ...requests.map(({ ids, maximumNewTokens }) => ids.length + maximumNewTokens));
  const together = Math.max(1, Math.min(rows, requests.length));
  const bytes = cacheBytesOf(session, together, longest);
  if (bytes > cacheBytes) throw cacheExceeded({ bytes, limit: cacheBytes, rows: together, tokens: longest });

  const choose = createChoose(session.vocabulary, complete.temperature, complete.seed, session.options);
  const stops = new Set(stopIds);
  const sequences = requests.map((): { ids: number[]; finish: GeneratedSequence["finish"]; closeSteps: number } => ({ ids: [], finish: "length", closeSteps: 0 }));
  let [tokens, finished] = [0, 0];
  await growSequences<GenerationRequest, Choice, SamplingBatch>({
    requests,
    rows: together,
    start: (admitted) => SamplingBatch.start(session, admitted, { choose, sampling: complete, cacheBytes }),
    limitOf: ({ maximumNewTokens }) => maximumNewTokens,
    take: (request, { id, margin, possible }) => {
      const sequence = sequences[request]!;
      if (!possible) {
        sequence.finish = "exhausted";
        return true;
      }
      sequence.ids.push(id);
      if (margin < closeMargin) sequence.closeSteps += 1;
      const asked = onToken?.(request, id) === true;
      const stopped = stops.has(id) || asked;
      if (stopped) sequence.finish = "stop";
      tokens += 1;
      if (stopped || sequence.ids.length === requests[request]!.maximumNewTokens) finished += 1;
      sink({ type: "progress", task: "generating", done: finished, total: requests.length, unit: "texts", detail: `${tokens} tokens` });
      return stopped;
    },
    ...(signal === undefined ? {} : { signal }),
  });
  return sequences;
}

function checkRequest({ model: { architecture } }: InferenceSession, { ids, encoderIds, maximumNewTokens }: GenerationRequest): void {
  if (ids.length === 0 || (architecture.encoder !== undefined && (encoderIds ?? []).length === 0)) throw new SteadfastError({ code: "prompt-empty", sentence: "A prompt needs at least one token." });
  const unknown = [...ids, ...(encoderIds ?? [])].find((id) => !(Number.isInteger(id) && id >= 0 && id < architecture.vocabulary));
  if (unknown !== undefined) throw new SteadfastError({ code: "token-unknown", sentence: `The token id ${unknown} is not one of the model's ${architecture.vocabulary}.`, hint: "The tokenizer may be another model's." });
  if (!(Number.isInteger(maximumNewTokens) && maximumNewTokens >= 0)) throw new SteadfastError({ code: "sampling-wrong", sentence: `The number of new tokens must be a whole number of at least 0, not ${maximumNewTokens}.` });
  const { context } = architecture;
  if (context !== undefined && ids.length + maximumNewTokens > context + 1) {
    throw new SteadfastError({ code: "context-exceeded", sentence: `${ids.length} tokens of a prompt and ${maximumNewTokens} new ones are more than the ${context} that the model allows.`, hint: "Shorten the prompt or ask for fewer new tokens." });
  }
}
