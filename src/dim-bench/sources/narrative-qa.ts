import type { SourceFile } from "./source-file.ts";
import type { ReadRecord, SourceFormat } from "./source-format.ts";
import { passageInput } from "./squad.ts";

/**
 * Two files with headers: `qaps.csv` with `document_id, set, question, answer1, answer2, …`, and `summaries.csv` with
 * `document_id, set, summary, …`. One question of each summary is taken.
 */
export const narrativeQa: SourceFormat = {
  name: "narrativeqa",
  title: "NarrativeQA (questions with summaries)",
  task: "qa",
  licence: "Apache-2.0; the stories have their own terms",
  recognises: ([header]) => Array.isArray(header) && header.includes("document_id") && (header.includes("summary") || header.includes("question")),
  *read(file, together) {
    const { columns, rows } = tableOf(file);
    if (!columns.has("question")) return;
    const summaries = summariesOf(together);
    for (const { place, row, problem } of rows) {
      const cell = (name: string): string => (row[columns.get(name) ?? -1] ?? "").trim();
      yield { place, read: problem === undefined ? question({ id: cell("document_id"), question: cell("question"), answer: cell("answer1") }, summaries) : problem };
    }
  },
};

function question({ id, question: asked, answer }: { id: string; question: string; answer: string }, summaries: ReadonlyMap<string, string>): ReadRecord {
  const passage = summaries.get(id);
  if (passage === undefined) return summaries.size === 0 ? "no file with the summaries was given" : `there is no summary of the document ${id || "without an id"}`;
  if (asked === "" || answer === "") return "the question or its answer is empty";
  return passageInput({ passage, question: asked, answer });
}

function summariesOf(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const summaries = new Map<string, string>();
  for (const file of files) {
    const { columns, rows } = tableOf(file);
    const [id, summary] = [columns.get("document_id"), columns.get("summary")];
    if (id === undefined || summary === undefined) continue;
    for (const { row } of rows) if (row[id] !== undefined && row[summary]?.trim()) summaries.set(row[id].trim(), row[summary].trim());
  }
  return summaries;
}

interface Row {
  readonly place: number;
  readonly row: readonly string[];
  readonly problem?: string;
}

function tableOf({ records }: SourceFile): { columns: ReadonlyMap<string, number>; rows: Row[] } {
  const [header, ...rest] = records.map((record): Row => ("problem" in record ? { place: record.place, row: [], problem: record.problem } : { place: record.place, row: record.value as readonly string[] }));
  return { columns: new Map(header?.row.map((name, at) => [name.trim(), at])), rows: rest };
}
