import type { BenchResults } from "../bench-results.ts";
import type { ReportOptions } from "./result-document.ts";
import { type ResultTable, resultTables } from "./tables.ts";

/**
 * The results as Markdown, for a page of a pull request or a step's summary: the tables of the terminal, with the gate first.
 *
 * @example
 * await writeFile(summaryPath, resultMarkdown(results, { set: "dim-bench", gate }));
 */
export function resultMarkdown(results: BenchResults, { run = null, set, gate = null, published = true }: ReportOptions): string {
  const parts = [
    `# DIM-Bench: ${escaped(set)}`,
    ...(run === null ? [] : [`Run ${escaped(run)}.`]),
    ...(gate === null ? [] : gate.systems.map(({ model, defence, sentence, passed }) => `${passed ? "✅" : "❌"} **${escaped(model)}, ${escaped(defence)}**: ${escaped(sentence)}`)),
    ...resultTables(results, { published }).map((table) => `## ${escaped(table.title)}\n\n${tableOf(table)}`),
  ];
  return `${parts.join("\n\n")}\n`;
}

function tableOf({ columns, rows, notes }: ResultTable): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = `|${columns.map(({ align }) => (align === "right" ? " ---: |" : " --- |")).join("")}`;
  return [row(columns.map(({ heading }) => heading)), rule, ...rows.map(row), ...notes.flatMap((note) => ["", escaped(note)])].join("\n");
}

// Names come from users and servers: whatever Markdown or HTML would act on stands for itself. Signs that cannot be shown are replaced.
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]|#~@!>$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/:\/\//g, "&#58;//");
}
