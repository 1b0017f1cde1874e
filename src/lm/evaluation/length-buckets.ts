/** Records by the length of their first reference. */
export interface LengthBucket {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The paper looks at references of 1–10 and 11+ tokens of Super-Natural Instructions, and elsewhere at 1–10, 11–50 and 51+, so the
 * last bucket is the two before it together. In the papers' own files "11+" means GPT-2's tokens of the first reference.
 */
export const lengthBuckets: readonly LengthBucket[] = [
  // What is white space only has no word, and a place all the same.
  { label: "1–10", from: 0, to: 10 },
  { label: "11–50", from: 11, to: 50 },
  { label: "51+", from: 51, to: Number.POSITIVE_INFINITY },
  { label: "11+", from: 11, to: Number.POSITIVE_INFINITY },
];
