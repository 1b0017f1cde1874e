import type { JSX } from "preact";

interface HeatTableProps {
  readonly caption: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** The class beside `heat`. */
  readonly kind?: string;
  field(row: string, column: string): JSX.Element;
}

/** Fields by row and column; a table, so that it can be read aloud and printed. */
export function HeatTable({ caption, rows, columns, kind, field }: HeatTableProps): JSX.Element {
  return (
    <table class={kind === undefined ? "heat" : `heat ${kind}`}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((column) => <th key={column} scope="col">{column}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {columns.map((column) => field(row, column))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
