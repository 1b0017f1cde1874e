import type { Ends } from "../estimates/intervals.ts";

/** What is not known, in tables. */
export const unknown = "–";

/** A share in per cent, without the sign: `47.0`. */
export function percent(share: number | null): string {
  return share === null ? unknown : (100 * share).toFixed(1);
}

/** Two ends in per cent: `43.1–50.9`. */
export function range(ends: Ends | null): string {
  return ends === null ? unknown : `${percent(ends.low)}–${percent(ends.high)}`;
}

/** A difference in points of per cent: `+3.4`, `−1.2`, `0.0`. */
export function points(difference: number | null): string {
  if (difference === null) return unknown;
  const text = Math.abs(100 * difference).toFixed(1);
  return text === "0.0" ? text : `${difference < 0 ? "−" : "+"}${text}`;
}

/** Two ends of a difference: `−1.2 to +3.4`. */
export function pointsRange(ends: Ends | null): string {
  return ends === null ? unknown : `${points(ends.low)} to ${points(ends.high)}`;
}

/** US dollars in as many figures as say something: `$0`, `$0.0042`, `$12.30`. */
export function dollars(cost: number | null): string {
  if (cost === null) return "unknown";
  if (cost === 0) return "$0";
  return cost < 0.1 ? `$${Number(cost.toPrecision(2))}` : `$${cost.toFixed(2)}`;
}

/** A p-value: `0.034`, `< 0.001`. */
export function probability(pValue: number): string {
  return pValue < 0.001 ? "< 0.001" : pValue.toFixed(3);
}

/** Milliseconds as seconds: `0.05 s`. */
export function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toPrecision(2))} s`;
}

/** Counts by name: `answered 12, echoed 3`. */
export function counts(tally: { readonly [name: string]: number }): string {
  const entries = Object.entries(tally);
  return entries.length === 0 ? "none" : entries.map(([name, count]) => `${name} ${count}`).join(", ");
}
