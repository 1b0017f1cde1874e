import type { JSX } from "preact";
import { percent, points, range } from "../parts/figures.ts";

/** @see IntervalBar */
export interface IntervalBarProps {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** A share between 0 and 1 with its interval. */
export function IntervalBar({ value, interval }: IntervalBarProps): JSX.Element {
  return (
    <svg class="interval" viewBox="0 0 200 18" preserveAspectRatio="none" role="img" aria-label={value === null ? "not known" : `${percent(value)} %, ${range(interval)}`}>
      <rect class="track" x={0} y={5} width={200} height={8} />
      {value !== null && <rect class="filled" x={0} y={5} width={200 * value} height={8} />}
      {interval !== null && <line class="ends" x1={200 * interval.low} x2={200 * interval.high} y1={9} y2={9} vector-effect="non-scaling-stroke" />}
      {interval !== null && [interval.low, interval.high].map((end, place) => <line key={place} class="ends" x1={200 * end} x2={200 * end} y1={3} y2={15} vector-effect="non-scaling-stroke" />)}
    </svg>
  );
}

/** A difference between -1 and 1 with its interval, around a line at 0. */
export function DifferenceBar({ value, interval, reach }: IntervalBarProps & { readonly reach: number }): JSX.Element {
  const x = (share: number): number => 100 + (100 * share) / reach;
  return (
    <svg class="interval" viewBox="0 0 200 18" preserveAspectRatio="none" role="img" aria-label={`${points(value)} points`}>
      <rect class="track" x={0} y={8} width={200} height={2} />
      <line class="zero" x1={100} x2={100} y1={0} y2={18} vector-effect="non-scaling-stroke" />
      {interval !== null && <line class="ends" x1={x(interval.low)} x2={x(interval.high)} y1={9} y2={9} vector-effect="non-scaling-stroke" />}
      {value !== null && <rect class="point" x={x(value) - 2} y={4} width={4} height={10} />}
    </svg>
  );
}
