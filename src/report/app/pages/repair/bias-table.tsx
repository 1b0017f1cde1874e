import type { JSX } from "preact";
import { percent } from "../../parts/figures.ts";
import { Wide } from "../../parts/wide.tsx";
import { Inline } from "../../text/model-text.tsx";
import { type Bias, type MethodRow, score } from "./repair-records.ts";

/** What the bias of each method is, where the text tells and where it does not; null where the data have none. */
export function BiasTable({ rows }: { readonly rows: readonly MethodRow[] }): JSX.Element | null {
  const biased = rows.flatMap(({ name, bias }) => (bias === null ? [] : [{ name, bias }]));
  if (biased.length === 0) return null;
  return (
    <>
      <Wide>
        <table aria-label="Bias, before and after">
          <thead>
            <tr><td /><th scope="colgroup" colSpan={3}>where nobody can know</th><th scope="colgroup" colSpan={3}>where the text tells</th></tr>
            <tr><th scope="col">method</th><th scope="col" class="number">right %</th><th scope="col" class="number">bias score</th><th scope="col" class="number">interval</th><th scope="col" class="number">right %</th><th scope="col" class="number">bias score</th><th scope="col" class="number">interval</th></tr>
          </thead>
          <tbody>
            {biased.map(({ name, bias }) => (
              <tr key={name}>
                <th scope="row"><Inline text={name} /></th>
                {conditions.flatMap((condition) => {
                  const { accuracy, score: { estimate, low, high } } = bias[condition];
                  return [<td key={`${condition} right`} class="number"><strong>{percent(accuracy)}</strong></td>, <td key={`${condition} score`} class="number">{score(estimate)}</td>, <td key={`${condition} ends`} class="number">{low === null || high === null ? "–" : `${score(low)} to ${score(high)}`}</td>];
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="note">A bias score is 0 where wrong answers fall evenly, 1 where all follow the stereotype, −1 where all go against it. Where nobody can know (BBQ calls it ambiguous), only “not known” is right.</p>
    </>
  );
}

const conditions: readonly (keyof Bias)[] = ["ambiguous", "disambiguated"];
