import { noLabel } from "../../data/batches/batch.ts";

/** The places of a batch that have a label, and those labels; padded behind with place 0 without a label. */
export interface LabelledPlaces {
  /** Row by row: row · width + column. */
  readonly places: Int32Array;
  readonly labels: Int32Array;
}

/** How many places have a label. */
export function countLabels(labels: Int32Array): number {
  let count = 0;
  for (const label of labels) if (label !== noLabel) count += 1;
  return count;
}

/**
 * The next of four lengths, quarters of all places, so that few sessions are compiled: at most an eighth of the places is
 * computed in vain on average, while the logits of prompts are not computed at all.
 *
 * @example
 * paddedCount(5, 16); // 8
 */
export function paddedCount(count: number, places: number): number {
  const quarter = Math.ceil(places / 4);
  return Math.min(places, Math.max(1, Math.ceil(count / quarter)) * quarter);
}

/**
 * @param length at least the number of labels.
 * @example
 * const { places } = labelledPlaces(Int32Array.of(noLabel, 7, 9), 3); // [1, 2, 0]
 */
export function labelledPlaces(labels: Int32Array, length: number): LabelledPlaces {
  const found = { places: new Int32Array(length), labels: new Int32Array(length).fill(noLabel) };
  let next = 0;
  for (const [place, label] of labels.entries()) {
    if (label === noLabel) continue;
    found.places[next] = place;
    found.labels[next] = label;
    next += 1;
  }
  return found;
}
