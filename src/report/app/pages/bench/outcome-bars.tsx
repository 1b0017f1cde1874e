import type { JSX } from "preact";
import { type BarPart, StackedBar } from "../../charts/stacked-bar.tsx";
import { Inline } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";

/** What became of all outputs of one system. */
export interface OutcomeRow {
  readonly name: string;
  readonly n: number;
  readonly scored: number;
  readonly instead: { readonly [kind: string]: number };
  /** Where the items of a part are listed. */
  address(query: Readonly<Record<string, string>>): string;
}

/** A bar for each system, each part a link to its items; what they did instead has one colour in all of them. */
export function OutcomeBars({ rows }: { readonly rows: readonly OutcomeRow[] }): JSX.Element {
  const kinds = [...new Set(rows.flatMap(({ instead }) => Object.keys(instead)))];
  return (
    <>
      <div class="bars">
        {rows.map((row, place) => (
          <div key={place} class="bar-row">
            <span><Inline text={row.name} /></span>
            <StackedBar parts={partsOf(row, kinds)} label={visibleLine(`Outputs of ${row.name}`)} />
          </div>
        ))}
      </div>
      <ul class="legend">
        <li><span class="swatch c-pass" />done as asked</li>
        {kinds.map((kind, number) => <li key={kind}><span class={`swatch c-${number % 8}`} /><Inline text={kind} /></li>)}
        <li><span class="swatch c-unscored" />unscored</li>
      </ul>
    </>
  );
}

function partsOf({ n, scored, instead, address }: OutcomeRow, kinds: readonly string[]): BarPart[] {
  const failed = Object.values(instead).reduce((sum, count) => sum + count, 0);
  return [
    { name: "done as asked", count: scored - failed, colour: "pass", href: address({ outcome: "pass" }) },
    ...kinds.map((kind, number): BarPart => ({ name: kind, count: instead[kind] ?? 0, colour: number % 8, href: address({ outcome: "fail", instead: kind }) })),
    { name: "unscored", count: n - scored, colour: "unscored", href: address({ outcome: "unscored" }) },
  ];
}
