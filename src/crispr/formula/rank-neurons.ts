/** A neuron by its place among all of the model: sites in the order of `sitesOf`, their outputs in turn. */
export type NeuronPlace = number;

/**
 * The neurons with the greatest scores, greatest first; of equal scores the lowest place first. Scores of −∞ are not
 * candidates.
 *
 * @param count how many are wanted; there may be fewer
 * @example
 * rankNeurons([0.1, 0.7, 0.3], 2); // [1, 2]
 */
export function rankNeurons(scores: ArrayLike<number>, count: number): NeuronPlace[] {
  const places: number[] = [];
  for (let place = 0; place < scores.length; place += 1) if (scores[place]! > Number.NEGATIVE_INFINITY) places.push(place);
  return places.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count);
}
