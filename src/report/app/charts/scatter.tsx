import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { useWidth } from "../parts/use-width.ts";
import { linear, ticks, tickText } from "./scale.ts";

/** One point of a cloud. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly isChosen: boolean;
}

/** @see Scatter */
export interface ScatterProps {
  readonly title: string;
  readonly xName: string;
  readonly dots: readonly Dot[];
  readonly onChoose: (place: number) => void;
}

const margin = { top: 10, right: 14, bottom: 34, left: 46 };
const height = 260;

/** Points that can be chosen, by pointer and by key. */
export function Scatter({ title, xName, dots, onChoose }: ScatterProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const titleId = useId();
  const [left, right] = ends(dots.map((dot) => dot.x));
  const [low, high] = ends(dots.map((dot) => dot.y));
  const x = linear([left, right], [margin.left, width - margin.right]);
  const y = linear([low, high], [height - margin.bottom, margin.top]);
  return (
    <figure class="chart">
      <figcaption id={titleId}>{title}</figcaption>
      <div ref={ref}>
        <svg width={width} height={height} role="group" aria-labelledby={titleId}>
          {ticks(low, high, 5).map((tick) => (
            <g key={tick}>
              <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">{tickText(tick)}</text>
            </g>
          ))}
          {ticks(left, right, Math.max(2, Math.floor(width / 90))).map((tick) => <text key={tick} x={x(tick)} y={height - margin.bottom + 16} text-anchor="middle">{tickText(tick)}</text>)}
          <text x={width - margin.right} y={height - 2} text-anchor="end">{xName}</text>
          {dots.map((dot, place) => (
            <circle
              key={place}
              class={dot.isChosen ? "dot chosen" : "dot"}
              cx={x(dot.x)}
              cy={y(dot.y)}
              r={dot.isChosen ? 7 : 5}
              role="button"
              tabindex={0}
              aria-label={dot.title}
              aria-pressed={dot.isChosen}
              onClick={() => onChoose(place)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") onChoose(place);
              }}
            >
              <title>{dot.title}</title>
            </circle>
          ))}
        </svg>
      </div>
    </figure>
  );
}

function ends(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}
