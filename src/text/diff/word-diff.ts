import { wordPattern } from "../words/word-pattern.ts";
import { align, type Run } from "./align.ts";
import { type DiffPart, PartList } from "./diff-part.ts";

// Steps of a search that take some tenths of a second together.
const STEPS = 4_000_000;

/** A word or a symbol, and the white space behind it. */
interface Token {
  word: string;
  space: string;
}

const token = new RegExp(String.raw`(${wordPattern}|\S)(\s*)`, "gv");

/**
 * What has to be removed from one text and added to it to give the other, by words and symbols. The texts of `same` and
 * `removed` in their order are the first text, those of `same` and `added` the second, to the last character. The work is
 * bounded: texts that differ in more than some two thousand words are compared by lines first, then by words where lines
 * differ; of stretches that differ too much even so, all but what they start and end with is replaced. The same texts always
 * give the same answer.
 *
 * @example
 * wordDiff("What is it?", "What was it?"); // [{ kind: "same", text: "What " }, { kind: "removed", text: "is" }, …]
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const parts = new PartList();
  const { shortest, tell } = alignWords(before, after, { steps: STEPS });
  if (shortest) tell(parts);
  else diffLines(before, after, parts);
  return parts.end();
}

/** Aligns two texts by words; `tell` gives the parts that come of it. */
function alignWords(before: string, after: string, { steps }: { steps: number }): { shortest: boolean; tell(parts: PartList): void } {
  const [one, other] = [tokensOf(before), tokensOf(after)];
  const { runs, shortest } = align(
    one.map(({ word }) => word),
    other.map(({ word }) => word),
    { steps },
  );
  const tell = (parts: PartList): void =>
    walk(runs, {
      same: (place, otherPlace) => {
        const [mine, theirs] = [one[place]!, other[otherPlace]!];
        parts.same(mine.word);
        if (mine.space === theirs.space) parts.same(mine.space);
        else parts.changed({ removed: mine.space, added: theirs.space });
      },
      removed: (place) => parts.changed({ removed: one[place]!.word + one[place]!.space, added: "" }),
      added: (place) => parts.changed({ removed: "", added: other[place]!.word + other[place]!.space }),
    });
  return { shortest, tell };
}

function diffLines(before: string, after: string, parts: PartList): void {
  const [one, other] = [linesOf(before), linesOf(after)];
  let [removed, added] = ["", ""];
  const endChange = (): void => {
    const steps = (STEPS * (removed.length + added.length)) / (before.length + after.length);
    alignWords(removed, added, { steps }).tell(parts);
    [removed, added] = ["", ""];
  };
  walk(align(one, other, { steps: STEPS }).runs, {
    same: (place) => {
      if (removed !== "" || added !== "") endChange();
      parts.same(one[place]!);
    },
    removed: (place) => (removed += one[place]!),
    added: (place) => (added += other[place]!),
  });
  endChange();
}

/** Visits every element of two aligned sequences in order. */
function walk(runs: readonly Run[], { same, removed, added }: { same(place: number, otherPlace: number): void; removed(place: number): void; added(otherPlace: number): void }): void {
  let [place, otherPlace] = [0, 0];
  for (const { kind, count } of runs) {
    for (let step = 0; step < count; step++) {
      if (kind === "same") same(place++, otherPlace++);
      else if (kind === "removed") removed(place++);
      else added(otherPlace++);
    }
  }
}

/** The first token has no word: it holds the white space that a text starts with. */
function tokensOf(text: string): Token[] {
  const start = /^\s*/.exec(text)![0];
  const tokens = [{ word: "", space: start }];
  for (const [, word, space] of text.slice(start.length).matchAll(token)) tokens.push({ word: word!, space: space! });
  return tokens;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
