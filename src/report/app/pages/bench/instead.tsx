import type { JSX } from "preact";
import { formatCount } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";
import { type BenchPartProps, systemName } from "./bench-part.ts";
import { OutcomeBars } from "./outcome-bars.tsx";
import { Wide } from "../../parts/wide.tsx";

/** What outputs that failed did instead, and what is unscored, system by system. */
export function Instead({ run, bench: { results } }: BenchPartProps): JSX.Element {
  const reasons = [...new Set(results.systems.flatMap(({ unscored }) => Object.keys(unscored)))];
  const total = (place: number): number => Object.values(results.systems[place]!.unscored).reduce((sum, count) => sum + count, 0);
  return (
    <Section title="What the models did instead" note="All outputs of a model. Each part leads to its items.">
      <OutcomeBars rows={results.systems.map(({ n, scored, instead }, place) => ({ name: systemName(results, place), n, scored, instead, address: (query) => addressOf(["run", run, "items"], { sys: place, ...query }) }))} />
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
