import type { ItemResult, Outcomes, System } from "../outcomes/outcome.ts";

const headings = ["model", "defence", "trial", "item", "instruction", "input", "input_id", "words", "outcome", "instead", "reason", "cost", "judge_cost", "cached", "milliseconds", "input_tokens", "output_tokens"] as const;

/**
 * One row for each item under each model, defence and trial, with what became of it, as lines of CSV (RFC 4180, UTF-8). What is
 * not known is empty. A text that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * @example
 * await pipeline(Readable.from(csvLines(outcomes)), createWriteStream("results.csv"));
 */
export function* csvLines({ items, systems }: Pick<Outcomes, "items" | "systems">): Generator<string, void, undefined> {
  yield lineOf(headings);
  for (const system of systems) {
    for (const [trial, results] of system.trials.entries()) {
      for (const [index, item] of items.entries()) {
        yield lineOf([...identity(system, trial), item.id, item.instructionTask, item.inputTask, item.inputId, item.words, ...cellsOf(results[index]!)]);
      }
    }
  }
}

function identity({ model, defence }: System, trial: number): readonly (string | number)[] {
  return [model, defence, trial];
}

function cellsOf({ outcome, call, judging }: ItemResult): readonly (string | number | null)[] {
  return [
    outcome.type,
    outcome.type === "fail" ? outcome.instead : null,
    outcome.type === "unscored" ? outcome.reason : null,
    call?.cost ?? null,
    judging?.cost ?? null,
    call === null ? null : call.cached === null ? "no" : "yes",
    call?.milliseconds ?? null,
    call?.usage?.input ?? null,
    call?.usage?.output ?? null,
  ];
}

function lineOf(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  // Spreadsheets look past quotes and leading white space; U+FF1D and its like are taken for ASCII by some.
  const safe = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
