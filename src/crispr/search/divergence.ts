import { decoderStartId, generate, type InferenceSession, RowBatch } from "../../lm/index.ts";

/** How the unedited model goes on from a harmless prompt, and what it thinks at each step. */
export interface OriginalContinuation {
  readonly ids: readonly number[];
  readonly continuation: readonly number[];
  /** [tokens of the continuation][vocabulary]. */
  readonly logProbabilities: readonly Float32Array[];
}

/** Records the unedited model: greedy continuations of several tokens. */
export async function originalContinuations(session: InferenceSession, prompts: readonly (readonly number[])[], { tokens, signal }: { tokens: number; signal?: AbortSignal }): Promise<OriginalContinuation[]> {
  const crossed = session.encode !== undefined;
  const requests = prompts.map((ids, sequence) => (crossed ? { ids: [decoderStartId(session.model)], encoderIds: ids, sequence, maximumNewTokens: tokens } : { ids, sequence, maximumNewTokens: tokens }));
  const written = await generate(session, requests, { sampling: { temperature: 0 }, ...(signal === undefined ? {} : { signal }) });
  const found: OriginalContinuation[] = [];
  for (const [place, ids] of prompts.entries()) {
    const continuation = written[place]!.ids;
    found.push({ ids, continuation, logProbabilities: await forced(session, ids, continuation) });
  }
  return found;
}

/**
 * KL(original ‖ edited) at every token of the original's continuations, in nats: their mean. Over several generated tokens, because the
 * first one hides what happens later.
 */
export async function divergenceFrom(originals: readonly OriginalContinuation[], session: InferenceSession, { signal }: { signal?: AbortSignal } = {}): Promise<number | null> {
  let [sum, count] = [0, 0];
  for (const { ids, continuation, logProbabilities } of originals) {
    signal?.throwIfAborted();
    for (const [step, edited] of (await forced(session, ids, continuation)).entries()) {
      sum += kullbackLeibler(logProbabilities[step]!, edited);
      count += 1;
    }
  }
  return count === 0 ? null : sum / count;
}

/** Σ p·(log p − log q), at least 0 but for rounding. */
export function kullbackLeibler(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let id = 0; id < first.length; id += 1) sum += Math.exp(first[id]!) * (first[id]! - second[id]!);
  return Math.max(0, sum);
}

async function forced(session: InferenceSession, ids: readonly number[], continuation: readonly number[]): Promise<Float32Array[]> {
  if (continuation.length === 0) return [];
  const crossed = session.encode !== undefined;
  const batch = await RowBatch.start(session, 1, crossed ? { encoderIds: [ids] } : {});
  const read = [...(crossed ? [decoderStartId(session.model)] : ids), ...continuation.slice(0, -1)];
  const first = read.length - continuation.length;
  const { data, shape } = await batch.extend([{ ids: read, wanted: continuation.map((_, step) => first + step) }]);
  const vocabulary = shape[1]!;
  return continuation.map((_, step) => logSoftmaxOf((data as Float32Array).subarray(step * vocabulary, (step + 1) * vocabulary)));
}

function logSoftmaxOf(logits: Float32Array): Float32Array {
  const best = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  const total = best + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - best), 0));
  return logits.map((logit) => logit - total);
}
