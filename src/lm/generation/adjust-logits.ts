import type { CompleteSampling } from "./sampling.ts";

/**
 * Changes a row of logits in place as the sampling asks: penalty and ban by what occurred, then, unless the likeliest token is taken,
 * the filters by temperature, rank and probability; what is excluded is −∞. The order is the one that Hugging Face's
 * implementation has.
 *
 * @param logits [vocabulary]
 * @param history the row's tokens so far, the prompt included
 */
export function adjustLogits(logits: Float32Array, history: readonly number[], { temperature, topK, topP, repetitionPenalty, noRepeatNgram }: CompleteSampling): void {
  if (repetitionPenalty !== 1) penalizeRepetition(logits, history, repetitionPenalty);
  if (noRepeatNgram > 0) for (const id of repeatedBy(history, noRepeatNgram)) if (id < logits.length) logits[id] = Number.NEGATIVE_INFINITY;
  if (temperature === 0) return;
  if (topK > 0 && topK < logits.length) keepAbove(logits, kthLargest(logits, topK));
  if (topP < 1) keepAbove(logits, nucleusThreshold(logits, temperature, topP));
}

function penalizeRepetition(logits: Float32Array, history: readonly number[], penalty: number): void {
  for (const id of new Set(history)) {
    if (id >= logits.length) continue;
    const logit = logits[id]!;
    logits[id] = logit < 0 ? logit * penalty : logit / penalty;
  }
}

/** The tokens that would complete a run of `length` tokens that has occurred. */
function repeatedBy(history: readonly number[], length: number): Set<number> {
  const banned = new Set<number>();
  const context = length === 1 ? [] : history.slice(1 - length);
  if (context.length < length - 1) return banned;
  for (let start = 0; start + length <= history.length; start += 1) {
    if (context.every((id, offset) => history[start + offset] === id)) banned.add(history[start + length - 1]!);
  }
  return banned;
}

function keepAbove(logits: Float32Array, threshold: number): void {
  for (let id = 0; id < logits.length; id += 1) if (logits[id]! < threshold) logits[id] = Number.NEGATIVE_INFINITY;
}

/** The k-th largest of the numbers; a heap of k would win for small k only, and this is fast enough for any. */
function kthLargest(logits: Float32Array, k: number): number {
  const largest = new Float32Array(k).fill(Number.NEGATIVE_INFINITY);
  for (const logit of logits) {
    if (!(logit > largest[0]!)) continue;
    largest[0] = logit;
    siftDown(largest);
  }
  return largest[0]!;
}

/** Restores the order of a heap, smallest first, whose root has changed. */
function siftDown(heap: Float32Array): void {
  const value = heap[0]!;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
    if (!(heap[child]! < value)) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = value;
}

/** The logit of the last token that is needed for the likeliest ones to have together the probability p (Holtzman et al. 2020, arXiv 1904.09751). */
function nucleusThreshold(logits: Float32Array, temperature: number, p: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > best) best = logit;
  const weightOf = (logit: number): number => Math.exp((logit - best) / temperature);
  let total = 0;
  for (const logit of logits) total += weightOf(logit);
  // All that is less likely than this has together less than 1 − p, so the last one needed is above it.
  const least = ((1 - p) / logits.length) * total;
  const candidates = logits.filter((logit) => weightOf(logit) >= least).sort();
  let sum = 0;
  for (let index = candidates.length - 1; index >= 0; index -= 1) {
    sum += weightOf(candidates[index]!);
    if (sum >= p * total) return candidates[index]!;
  }
  return candidates[0] ?? Number.NEGATIVE_INFINITY;
}
