import { type InferenceSession, RowBatch, decoderStartId } from "../../lm/index.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";

/** @see scoreOptions */
export interface ScoreOptionsOptions {
  /** Tokens of prompts that are computed at once; by default 1024. */
  readonly tokensAtOnce?: number;
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of prompts done. */
  readonly onDone?: (prompts: number) => void;
}

/**
 * log P(c | ι, x) of every option of every prompt. The prompt is read once, its keys and values serve all options.
 *
 * @throws SteadfastError those of the session, such as `context-exceeded`
 */
export async function scoreOptions(session: InferenceSession, prompts: readonly Pick<AttributionPrompt, "ids" | "labels">[], { tokensAtOnce = 1024, signal, onDone }: ScoreOptionsOptions = {}): Promise<number[][]> {
  const results: number[][] = new Array<number[]>(prompts.length);
  const order = prompts.map((_, index) => index).sort((a, b) => prompts[a]!.ids.length - prompts[b]!.ids.length);
  let done = 0;
  for (let start = 0; start < order.length; ) {
    signal?.throwIfAborted();
    let count = 1;
    while (start + count < order.length && (count + 1) * prompts[order[start + count]!]!.ids.length <= tokensAtOnce) count += 1;
    const together = order.slice(start, start + count);
    const scored = await scoreTogether(session, together.map((index) => prompts[index]!));
    for (const [row, index] of together.entries()) results[index] = scored[row]!;
    start += count;
    done += count;
    onDone?.(done);
  }
  return results;
}

async function scoreTogether(session: InferenceSession, prompts: readonly Pick<AttributionPrompt, "ids" | "labels">[]): Promise<number[][]> {
  const crossed = session.encode !== undefined;
  const batch = await RowBatch.start(session, prompts.length, crossed ? { encoderIds: prompts.map(({ ids }) => ids) } : {});
  const startIds = crossed ? [decoderStartId(session.model)] : undefined;
  const { data, shape } = await batch.extend(prompts.map(({ ids }) => ({ ids: startIds ?? ids, wanted: [(startIds ?? ids).length - 1] })));
  const vocabulary = shape[1]!;
  const rowAt = (logits: Float32Array, row: number): Float32Array => logits.subarray(row * vocabulary, (row + 1) * vocabulary);
  const results = prompts.map(({ labels }, row) => {
    const logits = rowAt(data as Float32Array, row);
    const total = logSumExp(logits);
    return labels.map((label) => logits[label[0]!]! - total);
  });
  const lengths = [...batch.lengths];
  const options = Math.max(...prompts.map(({ labels }) => labels.length));
  for (let option = 0; option < options; option += 1) {
    const read = prompts.map(({ labels }) => labels[option]?.slice(0, -1) ?? []);
    if (read.every((ids) => ids.length === 0)) continue;
    const further = await batch.extend(read.map((ids) => ({ ids, wanted: [...ids.keys()] })));
    let next = 0;
    for (const [row, ids] of read.entries()) {
      for (const place of ids.keys()) {
        const logits = rowAt(further.data as Float32Array, next);
        results[row]![option]! += logits[prompts[row]!.labels[option]![place + 1]!]! - logSumExp(logits);
        next += 1;
      }
      batch.truncate(row, lengths[row]!);
    }
  }
  return results;
}

function logSumExp(logits: Float32Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > best) best = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - best);
  return best + Math.log(sum);
}
