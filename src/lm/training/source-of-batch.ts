import type { Place } from "../data/batches/batch.ts";
import type { SourcedExample } from "./prepare-examples.ts";

const shownLines = 20;

/**
 * Where the examples of a batch stand: `lines 3, 17 of a.jsonl and line 4 of b.jsonl`.
 *
 * @example
 * sourceOfBatch(batch, examples); // "lines … of data.jsonl"
 */
export function sourceOfBatch({ places }: { readonly places: readonly Place[] }, examples: readonly SourcedExample[]): string {
  const byFile = Map.groupBy(places.map(({ example }) => examples[example]!), ({ file }) => file);
  return [...byFile]
    .map(([file, found]) => {
      const lines = [...new Set(found.map(({ line }) => line))].sort((a, b) => a - b);
      const shown = lines.slice(0, shownLines).join(", ");
      return `${lines.length === 1 ? "line" : "lines"} ${shown}${lines.length > shownLines ? ` and ${lines.length - shownLines} more` : ""} of ${file}`;
    })
    .join(" and ");
}
