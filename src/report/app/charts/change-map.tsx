import type { JSX } from "preact";
import { HeatTable } from "./heat-table.tsx";
import { percent, points } from "../parts/figures.ts";

/** What changed in one field, in shares, and whether that can be told from chance. */
export interface ChangeCell {
  readonly difference: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly isDecisive: boolean;
  readonly href: string;
}

/** @see ChangeMap */
export interface ChangeMapProps {
  readonly caption: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Undefined where there is none. */
  cell(row: string, column: string): ChangeCell | undefined;
}

/** Differences by row and column, coloured by their size and sign. */
export function ChangeMap({ caption, rows, columns, cell }: ChangeMapProps): JSX.Element {
  const all = rows.flatMap((row) => columns.map((column) => cell(row, column)?.difference ?? 0));
  const reach = Math.max(0.2, ...all.map(Math.abs));
  return <HeatTable caption={caption} rows={rows} columns={columns} kind="changes" field={(row, column) => <Field key={column} found={cell(row, column)} reach={reach} />} />;
}

function Field({ found, reach }: { readonly found: ChangeCell | undefined; readonly reach: number }): JSX.Element {
  if (found === undefined || found.difference === null) return <td class="blank">–</td>;
  const { difference, interval, before, after, isDecisive, href } = found;
  const ends = interval === null ? "" : `${points(interval.low, 0)} to ${points(interval.high, 0)}`;
  return (
    <td class={isDecisive ? "field told" : "field"} style={{ "--share": `${(50 + (50 * difference) / reach).toFixed(1)}%` }} title={`${points(difference)} points, ${ends}${isDecisive ? ", told apart" : ""}`}>
      <a href={href}>
        <strong>{points(difference, 0)}{isDecisive && <span class="unseen"> told apart</span>}</strong>
        <small>{ends}</small>
        <small>{percent(before, 0)} → {percent(after, 0)}</small>
      </a>
    </td>
  );
}
