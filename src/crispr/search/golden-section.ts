/** A number of neurons with the accuracy that it gave. */
export interface Tried {
  readonly neurons: number;
  readonly accuracy: number;
}

/** @see goldenSection */
export interface SearchResult {
  readonly best: Tried;
  /** What was tried over all questions, by number of neurons. */
  readonly tried: readonly Tried[];
}

const ratio = (Math.sqrt(5) - 1) / 2;

/** The interval is finished exhaustively from this width on. */
const finish = 8;

/**
 * Golden-section search (Kiefer 1953) for the number of neurons with the greatest accuracy, from 0 to `maximum`, finished
 * exhaustively: as the authors search. Of equal accuracies the smaller number wins.
 */
export async function goldenSection({ maximum, accuracy }: { maximum: number; accuracy: (neurons: number) => Promise<number> }): Promise<SearchResult> {
  const tried = new Map<number, number>();
  const at = async (neurons: number): Promise<number> => {
    const known = tried.get(neurons) ?? (await accuracy(neurons));
    tried.set(neurons, known);
    return known;
  };
  let [low, high] = [0, maximum];
  while (high - low > finish) {
    const step = Math.round(ratio * (high - low));
    const [left, right] = [high - step, low + step];
    if ((await at(left)) >= (await at(right))) high = right;
    else low = left;
  }
  for (let neurons = low; neurons <= high; neurons += 1) await at(neurons);
  return resultOf(tried);
}

/** The best of what was tried. */
export function resultOf(tried: ReadonlyMap<number, number>): SearchResult {
  const all = [...tried].map(([neurons, accuracy]) => ({ neurons, accuracy })).sort((a, b) => a.neurons - b.neurons);
  return { best: all.reduce((best, each) => (each.accuracy > best.accuracy ? each : best)), tried: all };
}
