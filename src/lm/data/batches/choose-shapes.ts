/** The extent of an example or a batch in each of its dimensions: [width], or [encoderWidth, decoderWidth]. */
export type Extent = readonly number[];

/** @see chooseShapes */
export interface ShapeOptions {
  /** Widths are multiples of it. */
  readonly multiple: number;
  readonly maximumShapes: number;
  /** No width is above it, even where it is no multiple. */
  readonly maximumWidth: number;
}

/** More candidates than these are first made fewer by a coarser multiple, for merging takes their cube. */
const mostCandidates = 128;

/**
 * A few shapes that hold all examples, so that few sessions are compiled: extents rounded up, then merged, always the
 * two whose union adds the least padding. The last one holds every example.
 *
 * @param extents none above `maximumWidth`.
 * @returns by ascending size.
 */
export function chooseShapes(extents: readonly Extent[], options: ShapeOptions): Extent[] {
  const { maximumShapes, maximumWidth } = options;
  for (let { multiple } = options; ; multiple *= 2) {
    const candidates = countShapes(extents, (width) => Math.min(Math.ceil(width / multiple) * multiple, maximumWidth));
    if (candidates.length > mostCandidates) continue;
    while (candidates.length > maximumShapes) mergeCheapest(candidates);
    return candidates.map(({ shape }) => shape).sort((first, second) => size(first) - size(second));
  }
}

/** Whether the one has room for the other. */
export function holds(shape: Extent, extent: Extent): boolean {
  return shape.every((width, dimension) => width >= extent[dimension]!);
}

/** Places of one row. */
export function size(shape: Extent): number {
  return shape.reduce((total, width) => total + width, 0);
}

interface Candidate {
  shape: Extent;
  count: number;
}

function countShapes(extents: readonly Extent[], round: (width: number) => number): Candidate[] {
  const counts = new Map<string, Candidate>();
  const add = (shape: Extent, count: number): void => {
    const known = counts.get(shape.join());
    if (known === undefined) counts.set(shape.join(), { shape, count });
    else known.count += count;
  };
  for (const extent of extents) add(extent.map(round), 1);
  add([...counts.values()].map(({ shape }) => shape).reduce(union), 0);
  return [...counts.values()];
}

function mergeCheapest(candidates: Candidate[]): void {
  let cheapest = { cost: Infinity, first: 0, second: 1 };
  for (let first = 0; first < candidates.length; first++) {
    for (let second = first + 1; second < candidates.length; second++) {
      const [one, other] = [candidates[first]!, candidates[second]!];
      const merged = size(union(one.shape, other.shape));
      const cost = (merged - size(one.shape)) * one.count + (merged - size(other.shape)) * other.count;
      if (cost < cheapest.cost) cheapest = { cost, first, second };
    }
  }
  const [one, other] = [candidates[cheapest.first]!, candidates[cheapest.second]!];
  candidates.splice(cheapest.second, 1);
  candidates[cheapest.first] = { shape: union(one.shape, other.shape), count: one.count + other.count };
}

function union(one: Extent, other: Extent): Extent {
  return one.map((width, dimension) => Math.max(width, other[dimension]!));
}
