import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { formatNumber } from "../parts/figures.ts";
import { useWidth } from "../parts/use-width.ts";
import { visibleLine } from "../text/visible-pieces.ts";
import { linear, ticks, tickText } from "./scale.ts";

/** A curve; null is a gap. */
export interface Line {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
  /** Each value as a dot, for lines of few. */
  readonly dots?: boolean;
}

/** @see LineChart */
export interface LineChartProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly xName: string;
  /** Names instead of numbers on the axis: x counts them from 0. */
  readonly xLabels?: readonly string[];
  readonly height?: number;
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  readonly dots?: boolean;
}

// More of them hide each other.
const mostWithWhiskers = 4;
const margin = { top: 8, right: 10, bottom: 34, left: 46 };

/** Curves over one axis. */
export function LineChart({ title, lines, xName, xLabels, height = 220, domain, format = formatNumber, dots = false }: LineChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const [at, setAt] = useState<number | null>(null);
  const titleId = useId();
  const xs = lines.flatMap(({ x }) => x);
  const ys = lines.flatMap(({ y, low = [], high = [] }) => [...y, ...low, ...high].filter((value) => value !== null));
  const [least, most] = domain ?? spread(ys);
  const [first, last] = [xs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), xs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)];
  const pad = xLabels === undefined ? 0 : 0.4;
  const x = linear([first - pad, last + pad], [margin.left, width - margin.right]);
  const y = linear([least, most], [height - margin.bottom, margin.top]);
  const xTicks = xLabels === undefined ? ticks(first, last, Math.max(2, Math.floor(width / 90))) : [...xLabels.keys()];
  const nearest = at === null ? null : xs.reduce((best, each) => (Math.abs(x(each) - at) < Math.abs(x(best) - at) ? each : best), xs[0] ?? 0);
  return (
    <figure class="chart">
      <figcaption id={titleId}>{visibleLine(title)}</figcaption>
      <div ref={ref}>
        <svg width={width} height={height} role="img" aria-labelledby={titleId} onPointerMove={(event) => setAt(event.offsetX)} onPointerLeave={() => setAt(null)}>
          {ticks(least, most, 5).map((tick) => (
            <g key={`y${tick}`}>
              <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">{domain === undefined ? tickText(tick) : format(tick)}</text>
            </g>
          ))}
          {xTicks.map((tick) => (
            <text key={`x${tick}`} x={x(tick)} y={height - margin.bottom + 16} text-anchor="middle">{xLabels?.[tick] ?? tickText(tick)}</text>
          ))}
          <text x={width - margin.right} y={height - 2} text-anchor="end" class="axis">{visibleLine(xName)}</text>
          {nearest !== null && <line class="cursor" x1={x(nearest)} x2={x(nearest)} y1={margin.top} y2={height - margin.bottom} />}
          {lines.map((line, place) => (
            <g key={place} class={`series s${place % 8}`}>
              {line.low !== undefined && lines.length <= mostWithWhiskers && line.x.map((step, index) => {
                const [low, high] = [line.low![index] ?? null, line.high?.[index] ?? null];
                const shift = (place - (lines.length - 1) / 2) * 4;
                return low === null || high === null ? null : <line key={step} class="whisker" x1={x(step) + shift} x2={x(step) + shift} y1={y(low)} y2={y(high)} />;
              })}
              <path d={pathOf(line, x, y)} fill="none" />
              {(dots || line.dots === true || line.x.length === 1) && line.x.map((step, index) => {
                const value = line.y[index] ?? null;
                return value === null ? null : <circle key={step} cx={x(step) + (line.low === undefined ? 0 : (place - (lines.length - 1) / 2) * 4)} cy={y(value)} r={3} />;
              })}
            </g>
          ))}
        </svg>
      </div>
      {(lines.length > 1 || nearest !== null) && (
        <ul class="legend">
          {nearest !== null && <li>{xLabels?.[nearest] ?? formatNumber(nearest)}</li>}
          {lines.map((line, place) => {
            const value = nearest === null ? null : (line.y[line.x.indexOf(nearest)] ?? null);
            return <li key={place}><span class={`swatch s${place % 8}`} />{visibleLine(line.name)}{value === null ? "" : ` ${format(value)}`}</li>;
          })}
        </ul>
      )}
    </figure>
  );
}

function pathOf({ x: steps, y: values }: Line, x: (value: number) => number, y: (value: number) => number): string {
  let path = "";
  let isDrawing = false;
  for (const [place, step] of steps.entries()) {
    const value = values[place] ?? null;
    if (value !== null) path += `${isDrawing ? "L" : "M"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = value !== null;
  }
  return path;
}

/** What all values lie in, with a little room. */
function spread(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.05;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}
