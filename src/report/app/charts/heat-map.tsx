import type { JSX } from "preact";
import { HeatTable } from "./heat-table.tsx";
import { percent, range } from "../parts/figures.ts";

/** One field: a share, its interval, and where it leads. */
export interface HeatCell {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly n: number;
  readonly href?: string;
}

/** @see HeatMap */
export interface HeatMapProps {
  readonly caption: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Undefined where there is none. */
  cell(row: string, column: string): HeatCell | undefined;
}

/** Shares by row and column, coloured. */
export function HeatMap({ caption, rows, columns, cell }: HeatMapProps): JSX.Element {
  return <HeatTable caption={caption} rows={rows} columns={columns} field={(row, column) => <Field key={column} found={cell(row, column)} />} />;
}

function Field({ found }: { readonly found: HeatCell | undefined }): JSX.Element {
  if (found === undefined || found.value === null) return <td class="blank">–</td>;
  const { value, interval, n, href } = found;
  const content = (
    <>
      <strong>{percent(value, 0)}</strong>
      <small>{range(interval, 0)}</small>
    </>
  );
  return (
    <td class="field" style={{ "--share": `${(100 * value).toFixed(1)}%` }} title={`${percent(value)} %, ${range(interval)}, of ${n}`}>
      {href === undefined ? content : <a href={href}>{content}</a>}
    </td>
  );
}
