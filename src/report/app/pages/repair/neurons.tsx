import type { JSX } from "preact";
import type { RecordRow } from "../../../data/document.ts";
import { formatCount } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { valuesOf } from "../../source/use-records.ts";
import { Inline } from "../../text/model-text.tsx";
import type { NeuronsValue } from "./repair-records.ts";
import { Wide } from "../../parts/wide.tsx";

/** How many neurons were chosen in each layer and kind of site. */
export function Neurons({ records }: { readonly records: ReadonlyMap<string, readonly RecordRow[]> }): JSX.Element | null {
  const shares = valuesOf<NeuronsValue>(records, "neurons");
  if (shares.length === 0) return null;
  const kinds = [...new Set(shares.map(({ kind }) => kind))];
  const rowOf = ({ stack, layer }: NeuronsValue): string => `${stack}${layer === null ? "" : ` ${layer}`}`;
  const rows = [...new Map(shares.toSorted((a, b) => (a.stack === b.stack ? (a.layer ?? -1) - (b.layer ?? -1) : a.stack < b.stack ? -1 : 1)).map((share) => [rowOf(share), share])).keys()];
  const most = Math.max(...shares.map(({ chosen, of }) => chosen / of));
  return (
    <Section title="Where the neurons stand" note={`${formatCount(shares.reduce((sum, { chosen }) => sum + chosen, 0))} neurons by layer and site; the colour is their share of all there.`}>
      <Wide>
        <table class="heat counts" aria-label="Neurons by layer and site">
          <thead><tr><td />{kinds.map((kind) => <th key={kind} scope="col"><Inline text={kind} /></th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row"><Inline text={row} /></th>
                {kinds.map((kind) => {
                  const share = shares.find((each) => each.kind === kind && rowOf(each) === row);
                  return share === undefined ? <td key={kind} class="blank">0</td> : <td key={kind} class="field" style={{ "--share": `${(50 + (50 * share.chosen) / share.of / most).toFixed(1)}%` }} title={`${share.chosen} of ${share.of}`}>{formatCount(share.chosen)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}
