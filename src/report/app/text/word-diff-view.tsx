import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { wordDiff } from "../../../text/index.ts";
import { Pieces } from "./model-text.tsx";

// Comparing more would make the page wait.
const mostCharacters = 60_000;

/** Whether two texts have enough in common, and are short enough, for a comparison to say something. */
export function canBeCompared(before: string, after: string): boolean {
  if (before.length + after.length > mostCharacters || before === "" || after === "") return false;
  const words = new Set(before.match(/[\p{L}\p{N}]+/gu) ?? []);
  const others = after.match(/[\p{L}\p{N}]+/gu) ?? [];
  return others.filter((word) => words.has(word)).length >= 0.25 * others.length;
}

/** The second text, with what it does not have of the first struck out and what it adds underlined. */
export function WordDiff({ before, after, label }: { readonly before: string; readonly after: string; readonly label: string }): JSX.Element {
  const parts = useMemo(() => wordDiff(before, after), [before, after]);
  return (
    <div class="text" role="group" aria-label={label}>
      <div class="said" dir="auto">
        {parts.map(({ kind, text }, place) => {
          if (kind === "same") return <span key={place}><Pieces text={text} /></span>;
          return kind === "added" ? <ins key={place}><Pieces text={text} /></ins> : <del key={place}><Pieces text={text} /></del>;
        })}
      </div>
    </div>
  );
}
