import type { JSX } from "preact";
import { type BarPart, StackedBar } from "../../charts/stacked-bar.tsx";
import { formatCount } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";
import { type BenchPartProps, systemName } from "./bench-part.ts";
import { Wide } from "../../parts/wide.tsx";

/** What outputs that failed did instead, and what is unscored, system by system. */
export function Instead({ run, bench: { results } }: BenchPartProps): JSX.Element {
  const kinds = [...new Set(results.systems.flatMap(({ instead }) => Object.keys(instead)))];
  const reasons = [...new Set(results.systems.flatMap(({ unscored }) => Object.keys(unscored)))];
  const partsOf = (place: number): BarPart[] => {
    const { n, scored, instead } = results.systems[place]!;
    const failed = Object.values(instead).reduce((sum, count) => sum + count, 0);
    const href = (query: Readonly<Record<string, string>>): string => addressOf(["run", run, "items"], { sys: place, ...query });
    return [
      { name: "done as asked", count: scored - failed, colour: "pass", href: href({ outcome: "pass" }) },
      ...kinds.map((kind, number): BarPart => ({ name: kind, count: instead[kind] ?? 0, colour: number % 8, href: href({ outcome: "fail", instead: kind }) })),
      { name: "unscored", count: n - scored, colour: "unscored", href: href({ outcome: "unscored" }) },
    ];
  };
  const total = (place: number): number => Object.values(results.systems[place]!.unscored).reduce((sum, count) => sum + count, 0);
  return (
    <Section title="What the models did instead" note="All outputs of a model. Each part leads to its items.">
      <div class="bars">
        {results.systems.map((_, place) => (
          <div key={place} class="bar-row">
            <span><Inline text={systemName(results, place)} /></span>
            <StackedBar parts={partsOf(place)} label={visibleLine(`Outputs of ${systemName(results, place)}`)} />
          </div>
        ))}
      </div>
      <ul class="legend">
        <li><span class="swatch c-pass" />done as asked</li>
        {kinds.map((kind, number) => <li key={kind}><span class={`swatch c-${number % 8}`} /><Inline text={kind} /></li>)}
        <li><span class="swatch c-unscored" />unscored</li>
      </ul>
      {reasons.length > 0 && (
        <details open={results.systems.some((_, place) => total(place) > 0.05 * results.systems[place]!.n)}>
          <summary>Unscored, by reason: that is nobody's failure at the task</summary>
          <Wide>
            <table aria-label="Unscored outputs by reason">
              <thead><tr><th scope="col">model</th>{reasons.map((reason) => <th key={reason} scope="col" class="number"><Inline text={reason} /></th>)}</tr></thead>
              <tbody>{results.systems.map(({ unscored }, place) => <tr key={place}><th scope="row"><Inline text={systemName(results, place)} /></th>{reasons.map((reason) => <td key={reason} class="number">{formatCount(unscored[reason] ?? 0)}</td>)}</tr>)}</tbody>
            </table>
          </Wide>
        </details>
      )}
    </Section>
  );
}
