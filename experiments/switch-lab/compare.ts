import { type BootstrapInterval, clusterDifference, clusterMean, quantile, randomStream, spearman } from "../../src/stats/index.ts";
import type { DistilledResult, MisguidanceResult, Tested } from "./rows.ts";

/** An estimate with a 95% interval; null where nothing can be said. */
export type Estimate = Pick<BootstrapInterval, "estimate" | "low" | "high">;

/** Which records of the test count, by tokens of the reference. */
export interface Lengths {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export const allLengths: Lengths = { label: "all", from: 0, to: Number.POSITIVE_INFINITY };
export const byLength: readonly Lengths[] = [
  { label: "1–10", from: 0, to: 10 },
  { label: "11–50", from: 11, to: 50 },
  { label: "51+", from: 51, to: Number.POSITIVE_INFINITY },
];
export const long: Lengths = { label: "11+", from: 11, to: Number.POSITIVE_INFINITY };

const seed = 1;
const replicates = 2000;

/** ROUGE-L × 100 of some tests of one kind, the mean over them. */
export function meanRouge(tests: readonly Tested[], lengths: Lengths = allLengths): Estimate {
  return clusterMean(tests.flatMap((test) => within(test, lengths).map((record) => ({ cluster: String(record), value: 100 * test.rougeL[record]! }))), { seed, replicates });
}

/** How much higher the ROUGE-L × 100 of the first is; both are tested on the same records. */
export function gain(first: readonly Tested[], second: readonly Tested[], lengths: Lengths = allLengths): Estimate {
  const values = (tests: readonly Tested[], side: "first" | "second"): { cluster: string; first: number | null; second: number | null }[] =>
    tests.flatMap((test) => within(test, lengths).map((record) => ({ cluster: String(record), first: null, second: null, [side]: 100 * test.rougeL[record]! })));
  return clusterDifference([...values(first, "first"), ...values(second, "second")], { seed, replicates });
}

function within({ references }: Tested, { from, to }: Lengths): number[] {
  return [...references.keys()].filter((record) => references[record]! >= from && references[record]! <= to);
}

/** Spearman's ρ of ROUGE-L and loss over rollouts of so many tokens, with a bootstrap interval over rollouts. */
export function correlation(results: readonly MisguidanceResult[], { from, to }: Lengths): Estimate & { readonly rollouts: number } {
  const pairs = results.flatMap(({ rollouts }) => rollouts.filter(([tokens]) => tokens >= from && tokens <= to));
  const rhoOf = (some: readonly (readonly [number, number, number])[]): number | null => spearman(some.map(([, rougeL]) => rougeL), some.map(([, , loss]) => loss), { method: "t" }).rho;
  const found: number[] = [];
  for (let replicate = 0; replicate < 500; replicate += 1) {
    const random = randomStream(seed, "misguidance", replicate);
    const rho = rhoOf(pairs.map(() => pairs[random.integer(pairs.length)]!));
    if (rho !== null) found.push(rho);
  }
  const bound = (share: number): number | null => (found.length === 0 ? null : quantile(found, share));
  return { estimate: rhoOf(pairs), low: bound(0.025), high: bound(0.975), rollouts: pairs.length };
}

/** The mean of a number over a variant's rows. */
export function meanOf(results: readonly DistilledResult[], pick: (result: DistilledResult) => number | null): number | null {
  const values = results.map(pick).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
