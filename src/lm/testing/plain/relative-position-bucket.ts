/** @see relativePositionBucket */
export interface BucketKind {
  /** Whether keys after the query have buckets of their own, which are the upper half. */
  twoSided: boolean;
  buckets: number;
  maximumDistance: number;
}

/**
 * The bucket of a key at a distance (key − query) from its query (Raffel et al. 2020, 2.1): half of a side's buckets are for
 * one exact distance each, from 0; the rest grow evenly on a logarithmic scale up to the maximum distance and beyond.
 *
 * In whole numbers instead of logarithms: with r distances that are exact and s buckets that are not, a distance d ≥ r is
 * in the k-th of those when (d/r)^s ≥ (maximum/r)^k for no greater k. So no rounding decides at a boundary.
 */
export function relativePositionBucket(distance: number, { twoSided, buckets, maximumDistance }: BucketKind): number {
  const side = twoSided ? buckets / 2 : buckets;
  const first = twoSided && distance > 0 ? side : 0;
  const away = twoSided ? Math.abs(distance) : Math.max(0, -distance);
  const exact = Math.floor(side / 2);
  if (away < exact) return first + away;
  const wide = side - exact;
  let step = 0;
  while (step < wide - 1 && (away / exact) ** wide >= (maximumDistance / exact) ** (step + 1)) step += 1;
  return first + exact + step;
}
