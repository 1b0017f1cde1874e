import { randomStream } from "../../stats/index.ts";
import type { NeuronPlace } from "./rank-neurons.ts";

/** Different neurons drawn evenly from the candidates (all below `total` that `admits`): the ablation that any method must beat. */
export function randomNeurons({ total, count, seed, admits = () => true }: { total: number; count: number; seed: number; admits?: (place: NeuronPlace) => boolean }): NeuronPlace[] {
  const candidates = Array.from({ length: total }, (_, place) => place).filter(admits);
  const random = randomStream(seed, "crispr", "random-neurons");
  const wanted = Math.min(count, candidates.length);
  for (let place = 0; place < wanted; place += 1) {
    const other = place + random.integer(candidates.length - place);
    [candidates[place], candidates[other]] = [candidates[other]!, candidates[place]!];
  }
  return candidates.slice(0, wanted);
}
