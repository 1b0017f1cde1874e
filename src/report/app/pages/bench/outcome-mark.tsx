import type { JSX } from "preact";
import { visibleLine } from "../../text/visible-pieces.ts";
import type { BenchDocument } from "../../../data/bench/bench-document.ts";

type Outcome = BenchDocument["outcomes"][number];

const signs: Readonly<Record<Outcome["type"], string>> = { pass: "✓", fail: "✗", unscored: "?" };

/** What became of an output, in words: `pass`, `answered`, `unscored: not-judged`. */
export function outcomeText(outcome: Outcome): string {
  if (outcome.type === "fail") return outcome.instead;
  return outcome.type === "pass" ? "pass" : `unscored: ${outcome.reason}`;
}

/** What became of an output, by sign and colour, and in words where there is room. */
export function OutcomeMark({ outcome, short = false, label }: { readonly outcome: Outcome; readonly short?: boolean; readonly label?: string }): JSX.Element {
  const text = visibleLine(outcomeText(outcome));
  return (
    <span class={`outcome ${outcome.type}`} title={label === undefined ? text : `${label}: ${text}`}>
      <span aria-hidden="true">{signs[outcome.type]}</span>
      <span class={short ? "unseen" : ""}> {short && label !== undefined ? `${label}: ${text}` : text}</span>
    </span>
  );
}
