import type { Ledger } from "../../ledger/index.ts";
import type { MetricSeries } from "./document.ts";

interface Point {
  readonly step: number;
  readonly value: number | null;
}

const mostPoints = 1200;
// A run with thousands of series is a mistake; its page is to open all the same.
const mostSeries = 200;

/** All series of a run, each thinned to what a screen can show. */
export async function readMetrics(ledger: Ledger, run: string): Promise<MetricSeries[]> {
  const series: MetricSeries[] = [];
  for (const { name, count, lastValue, minimum, maximum } of (await ledger.summarizeMetrics(run)).slice(0, mostSeries)) {
    const points: Point[] = [];
    for await (const { step, value } of ledger.streamMetrics(run, { name })) points.push({ step, value: finite(value) });
    const kept = thin(points, mostPoints);
    series.push({ name, count, steps: kept.map(({ step }) => step), values: kept.map(({ value }) => value), last: finite(lastValue), minimum: minimum === null ? null : finite(minimum), maximum: maximum === null ? null : finite(maximum) });
  }
  return series;
}

/**
 * Fewer points that draw the same curve: of each stretch its first, its last, its least, its greatest, and the first that is no number.
 */
export function thin(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretches = Math.max(1, Math.floor(most / 5));
  const kept: Point[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const part = points.slice(Math.floor((stretch * points.length) / stretches), Math.floor(((stretch + 1) * points.length) / stretches));
    const numbers = part.flatMap((point) => (point.value === null ? [] : [{ point, value: point.value }]));
    const extremes = numbers.length === 0 ? [] : [numbers.reduce((least, each) => (each.value < least.value ? each : least)).point, numbers.reduce((most, each) => (each.value > most.value ? each : most)).point];
    const chosen = new Set([part[0], part.at(-1), part.find(({ value }) => value === null), ...extremes]);
    kept.push(...part.filter((point) => chosen.has(point)));
  }
  return kept;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
