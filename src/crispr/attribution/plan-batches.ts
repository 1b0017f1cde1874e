import type { AttributionPrompt } from "./attribution-prompt.ts";
import { type BranchedShape, totalPlaces } from "./branched-inputs.ts";

/** A prompt and where it belongs. */
export interface PlacedPrompt {
  readonly instruction: number;
  readonly instance: number;
  readonly prompt: AttributionPrompt;
}

/** Prompts that are computed together; the last ones of a shape may be a few fewer than its batch. */
export interface PlannedBatch {
  readonly shape: BranchedShape;
  readonly prompts: readonly PlacedPrompt[];
}

/** A length to the next of few: each shape is a session. */
export function roundedLength(length: number): number {
  const step = length <= 16 ? 4 : length <= 64 ? 8 : length <= 256 ? 16 : 64;
  return Math.ceil(length / step) * step;
}

/**
 * Batches of one shape each, of about `tokensAtOnce` places.
 *
 * @param window prompts are sorted by shape within so many: the more, the fewer batches are not full; the fewer, the less long does a
 * prompt wait for its neighbours
 */
export function* planBatches(prompts: Iterable<PlacedPrompt>, { tokensAtOnce, hasEncoder, window }: { tokensAtOnce: number; hasEncoder: boolean; window: number }): Generator<PlannedBatch> {
  let pending: PlacedPrompt[] = [];
  for (const prompt of prompts) {
    pending.push(prompt);
    if (pending.length < window) continue;
    yield* batchesOf(pending, tokensAtOnce, hasEncoder);
    pending = [];
  }
  yield* batchesOf(pending, tokensAtOnce, hasEncoder);
}

function* batchesOf(prompts: readonly PlacedPrompt[], tokensAtOnce: number, hasEncoder: boolean): Generator<PlannedBatch> {
  const byShape = new Map<string, { shape: Omit<BranchedShape, "batch">; prompts: PlacedPrompt[] }>();
  for (const placed of prompts) {
    const { ids, labels } = placed.prompt;
    const longest = Math.max(...labels.map((label) => label.length));
    const shape = { ...(hasEncoder ? { encoded: roundedLength(ids.length), prompt: 1 } : { prompt: roundedLength(ids.length) }), options: labels.length, further: longest <= 5 ? longest - 1 : 2 * Math.ceil((longest - 1) / 2) };
    const key = JSON.stringify(shape);
    const group: { shape: Omit<BranchedShape, "batch">; prompts: PlacedPrompt[] } = byShape.get(key) ?? { shape, prompts: [] };
    byShape.set(key, group);
    group.prompts.push(placed);
  }
  for (const { shape, prompts: ofShape } of byShape.values()) {
    const places = totalPlaces({ ...shape, batch: 1 }) + (shape.encoded ?? 0);
    const batch = evenBatch(ofShape.length, Math.max(1, Math.floor(tokensAtOnce / places)));
    for (let start = 0; start < ofShape.length; start += batch) yield { shape: { ...shape, batch }, prompts: ofShape.slice(start, start + batch) };
  }
}

/** Rows of a batch where so many prompts are cut into as few batches as can be, of one size: the last is then nearly full, and one session does. */
export function evenBatch(prompts: number, largest: number): number {
  return Math.ceil(prompts / Math.ceil(prompts / largest));
}
