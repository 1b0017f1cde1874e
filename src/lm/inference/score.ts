import { SteadfastError } from "../../base/index.ts";
import type { InferenceSession } from "./inference-session.ts";
import { RowBatch } from "./row-batch.ts";

/** Ids to score: a decoder's, or an encoder's with what the decoder says of them. */
export interface ScoreRequest {
  readonly ids: readonly number[];
  /** Of an encoder–decoder: the decoder's ids, the start token first. */
  readonly decoderIds?: readonly number[];
}

/** @see score */
export interface ScoreOptions {
  /** Keeps the logits of every position. */
  readonly logits?: boolean;
  /** Positions computed at once; by default 512. */
  readonly positionsAtOnce?: number;
  readonly signal?: AbortSignal;
}

/** What the model thinks of a sequence. */
export interface Score {
  /** Natural logarithm of each token's probability given those before it, from the second token on. */
  readonly logProbabilities: readonly number[];
  /** [tokens][vocabulary], where asked for. */
  readonly logits?: readonly Float32Array[];
}

/**
 * Scores sequences one after another, in pieces, so that memory does not grow with their number or length.
 *
 * @throws SteadfastError `prompt-empty`, `token-unknown`, `context-exceeded`
 * @example
 * const [{ logProbabilities }] = await score(session, [{ ids: [5, 6] }]);
 * logProbabilities.length; // 1
 */
export async function score(session: InferenceSession, requests: readonly ScoreRequest[], { logits: keepLogits = false, positionsAtOnce = 512, signal }: ScoreOptions = {}): Promise<Score[]> {
  const scores: Score[] = [];
  for (const request of requests) {
    const ids = request.decoderIds ?? request.ids;
    checkIds(session, request);
    const batch = await RowBatch.start(session, 1, session.encode === undefined ? {} : { encoderIds: [request.ids] });
    const logProbabilities: number[] = [];
    const kept: Float32Array[] = [];
    for (let start = 0; start < ids.length; start += positionsAtOnce) {
      signal?.throwIfAborted();
      const block = ids.slice(start, start + positionsAtOnce);
      const { data, shape } = await batch.extend([{ ids: block, wanted: [...block.keys()] }]);
      for (let place = 0; place < block.length; place += 1) {
        const row = (data as Float32Array).subarray(place * shape[1]!, (place + 1) * shape[1]!);
        const next = ids[start + place + 1];
        if (next !== undefined) logProbabilities.push(logProbabilityOf(row, next));
        if (keepLogits) kept.push(row.slice());
      }
    }
    scores.push({ logProbabilities, ...(keepLogits ? { logits: kept } : {}) });
  }
  return scores;
}

/**
 * e to the mean of −log probability over all tokens (Jelinek et al. 1977); undefined for no token.
 *
 * @example
 * perplexity([{ logProbabilities: [Math.log(0.5), Math.log(0.125)] }]); // 4
 */
export function perplexity(scores: readonly Score[]): number | undefined {
  const all = scores.flatMap(({ logProbabilities }) => logProbabilities);
  return all.length === 0 ? undefined : Math.exp(-all.reduce((sum, value) => sum + value, 0) / all.length);
}

function logProbabilityOf(logits: Float32Array, id: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > best) best = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - best);
  return logits[id]! - best - Math.log(sum);
}

function checkIds({ model: { architecture }, vocabulary, encode }: InferenceSession, { ids, decoderIds }: ScoreRequest): void {
  if (encode === undefined && decoderIds !== undefined) throw new SteadfastError({ code: "decoder-ids-surplus", sentence: "Decoder ids were given for a model without an encoder.", hint: "Give all ids as one sequence." });
  if (encode !== undefined && decoderIds === undefined) throw new SteadfastError({ code: "decoder-ids-missing", sentence: "An encoder–decoder needs decoder ids to score.", hint: "Begin them with the model's start token." });
  if (ids.length === 0 || decoderIds?.length === 0) throw new SteadfastError({ code: "prompt-empty", sentence: "A sequence to score needs at least one token." });
  const limit = (list: readonly number[], bound: number): void => {
    const unknown = list.find((id) => !(Number.isInteger(id) && id >= 0 && id < bound));
    if (unknown !== undefined) throw new SteadfastError({ code: "token-unknown", sentence: `The token id ${unknown} is not one of the model's ${bound}.`, hint: "The tokenizer may be another model's." });
  };
  limit(ids, encode === undefined ? vocabulary : architecture.vocabulary);
  limit(decoderIds ?? [], vocabulary);
}
