import type { JSX } from "preact";
import type { BenchRow } from "../../../data/bench/bench-document.ts";
import { Section } from "../../parts/section.tsx";
import { Inline, ModelText } from "../../text/model-text.tsx";
import { Wide } from "../../parts/wide.tsx";

/** What the judge said: question by question, with its reasons. */
export function Judgement({ judgement: { verdict, reason, answers }, texts }: { readonly judgement: NonNullable<BenchRow["judgement"]>; readonly texts: readonly string[] }): JSX.Element {
  return (
    <Section title={`Judge: ${verdict}`}>
      <ModelText text={texts[reason]!} label="Reason of the judge" quiet />
      {answers.length > 0 && (
        <Wide>
          <table aria-label="Questions to the judge">
            <thead><tr><th scope="col">question</th><th scope="col">passes with</th><th scope="col">given</th><th scope="col">reason</th></tr></thead>
            <tbody>
              {answers.map(({ question, expected, given, reason }, place) => (
                <tr key={place}>
                  <th scope="row"><Inline text={question} /></th>
                  <td>{expected}</td>
                  <td><span class={`outcome ${given === "unsure" ? "unscored" : given === expected ? "pass" : "fail"}`}>{given === "unsure" ? "?" : given === expected ? "✓" : "✗"} {given}</span></td>
                  <td><Inline text={texts[reason]!} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </Section>
  );
}
