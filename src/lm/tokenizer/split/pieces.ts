/** Text on its way through the steps that split it. */
export interface Piece {
  readonly text: string;
  /** Whether it stands at the very start of the whole text. */
  readonly first: boolean;
}

/** One step: pieces to smaller pieces. */
export type Splitter = (piece: Piece) => Piece[];

/** What becomes of the matches of a pattern: the five behaviours of tokenizer.json. */
export const splitBehaviours = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"] as const;

/** @see splitBehaviours */
export type SplitBehaviour = (typeof splitBehaviours)[number];

interface Span {
  start: number;
  end: number;
  match: boolean;
}

/** Splits a piece where the pattern, a global expression, matches; with `invert`, where it does not. */
export function splitBy(pattern: RegExp, behaviour: SplitBehaviour, invert = false): Splitter {
  return (piece) => {
    const spans = spansOf(piece.text, pattern, invert);
    const kept = behaviour === "Removed" ? spans.filter(({ match }) => !match) : join(spans, behaviour);
    return kept.filter(({ start, end }) => end > start).map(({ start, end }) => ({ text: piece.text.slice(start, end), first: piece.first && start === 0 }));
  };
}

function spansOf(text: string, pattern: RegExp, invert: boolean): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const { index, 0: matched } of text.matchAll(pattern)) {
    if (index > done) spans.push({ start: done, end: index, match: invert });
    spans.push({ start: index, end: index + matched.length, match: !invert });
    done = index + matched.length;
  }
  if (done < text.length) spans.push({ start: done, end: text.length, match: invert });
  return spans;
}

function join(spans: Span[], behaviour: Exclude<SplitBehaviour, "Removed">): Span[] {
  if (behaviour === "Isolated") return spans;
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const together =
      behaviour === "Contiguous" ? last?.match === span.match : behaviour === "MergedWithPrevious" ? last?.match === false && span.match : last?.match === true && !span.match;
    // A piece that took in its neighbour takes in no other.
    if (last !== undefined && together) joined[joined.length - 1] = { start: last.start, end: span.end, match: behaviour === "MergedWithPrevious" ? true : span.match };
    else joined.push({ ...span });
  }
  return joined;
}
