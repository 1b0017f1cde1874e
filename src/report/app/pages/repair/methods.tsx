import type { JSX } from "preact";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { formatCount, percent, range } from "../../parts/figures.ts";
import { Wide } from "../../parts/wide.tsx";
import { Inline } from "../../text/model-text.tsx";
import { intervalOf, type MethodRow } from "./repair-records.ts";

/** How each method answered the test data. */
export function Methods({ rows }: { readonly rows: readonly MethodRow[] }): JSX.Element {
  return (
    <Wide>
      <table aria-label="Methods on the test data">
        <thead><tr><th scope="col">method</th><th scope="col" class="number">neurons</th><th scope="col" class="number">right %</th><th scope="col" class="bar">0 – 100</th><th scope="col" class="number">interval</th><th scope="col" class="number" title="Standard deviation over the wordings of the instruction, in points">spread over wordings</th><th scope="col" class="number" title="Questions that are answered alike under every wording">same under all %</th></tr></thead>
        <tbody>
          {rows.map(({ name, neurons, accuracy, consistency }) => (
            <tr key={name}>
              <th scope="row"><Inline text={name} /></th>
              <td class="number">{formatCount(neurons)}</td>
              <td class="number"><strong>{percent(accuracy.estimate)}</strong></td>
              <td class="bar"><IntervalBar value={accuracy.estimate} interval={intervalOf(accuracy)} /></td>
              <td class="number">{range(intervalOf(accuracy))}</td>
              <td class="number">{percent(accuracy.spread)}</td>
              <td class="number">{percent(consistency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
