import type { ResultTable } from "./tables.ts";

/**
 * Tables as plain text, columns as wide as they need: for logs and files. A terminal wants its own layout and makes texts safe.
 *
 * @example
 * plainText(resultTables(results));
 */
export function plainText(tables: readonly ResultTable[]): string {
  return tables.map((table) => `${[table.title, "", ...layOut(table), ...(table.notes.length > 0 ? ["", ...table.notes] : [])].map(oneLine).join("\n")}\n`).join("\n\n");
}

function layOut({ columns, rows }: ResultTable): string[] {
  const lines = [columns.map(({ heading }) => heading), ...rows].map((cells) => cells.map(oneLine));
  const widths = columns.map((_, column) => Math.max(...lines.map((cells) => length(cells[column] ?? ""))));
  return lines.map((cells) => columns.map(({ align }, column) => pad(cells[column] ?? "", widths[column]!, align ?? "left")).join("  ").trimEnd());
}

function pad(cell: string, width: number, align: "left" | "right"): string {
  const missing = " ".repeat(width - length(cell));
  return align === "right" ? missing + cell : cell + missing;
}

// In code points, as most fonts have them; who knows the width of a terminal's signs lays out by it.
function length(text: string): number {
  return Array.from(text).length;
}

// Control characters and what separates lines would break the layout, and steer who prints it.
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}
