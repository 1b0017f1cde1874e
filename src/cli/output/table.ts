import { displayWidth, fitWidth } from "./display-width.ts";
import { piecesOf, plainText, type Printable, renderText, styled } from "./styled-text.ts";

/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  heading: string;
  align?: "left" | "right";
}

/**
 * Rows under headings, columns as wide as they need. Where `width` is given (a terminal), the last column is cut to fit.
 *
 * @example
 * formatTable({ columns: [{ heading: "model" }, { heading: "accuracy", align: "right" }], rows: [["tiny", "0.93"]] });
 */
export function formatTable(options: { columns: readonly Column[]; rows: readonly (readonly Printable[])[]; width?: number; colour?: boolean }): string {
  const { columns, rows, width, colour = false } = options;
  const lines = [columns.map((column) => styled("dim", column.heading) as Printable), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(plainText(line[index] ?? "", { oneLine: true })))));
  const last = columns.length - 1;
  if (width !== undefined) {
    const before = widths.slice(0, last).reduce((sum, columnWidth) => sum + columnWidth + 2, 0);
    widths[last] = Math.min(widths[last]!, Math.max(8, width - before));
  }
  return lines
    .map((line) =>
      columns
        .map((column, index) => formatCell(line[index] ?? "", { width: widths[index]!, align: column.align ?? "left", colour, pad: index < last || column.align === "right" }))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatCell(cell: Printable, options: { width: number; align: "left" | "right"; colour: boolean; pad: boolean }): string {
  const plain = plainText(cell, { oneLine: true });
  const missing = options.width - displayWidth(plain);
  // A cut cell loses its inner styles but for that of its first piece: cutting inside escape sequences is not worth it.
  const text = missing >= 0 ? renderText(cell, { colour: options.colour, oneLine: true }) : cutCell(cell, plain, options);
  if (!options.pad || missing <= 0) return text;
  return options.align === "right" ? " ".repeat(missing) + text : text + " ".repeat(missing);
}

function cutCell(cell: Printable, plain: string, options: { width: number; colour: boolean }): string {
  const cut = fitWidth(plain, options.width);
  const first = piecesOf(cell)[0];
  return first === undefined || typeof first === "string" ? cut : renderText(styled(first.style, cut), { colour: options.colour });
}
