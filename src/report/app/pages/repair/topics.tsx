import type { JSX } from "preact";
import type { RecordRow } from "../../../data/document.ts";
import { percent } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { Inline } from "../../text/model-text.tsx";
import { score, type TopicValue } from "./repair-records.ts";
import { Wide } from "../../parts/wide.tsx";

/** Accuracy and bias by topic, a column for each method. */
export function Topics({ records }: { readonly records: ReadonlyMap<string, readonly RecordRow[]> }): JSX.Element | null {
  const rows = (records.get("topic") ?? []).map(({ key, value }) => {
    const topic = value as unknown as TopicValue;
    return { method: key.slice(0, -topic.topic.length - 1), ...topic };
  });
  if (rows.length === 0) return null;
  const methods = [...new Set(rows.map(({ method }) => method))];
  const topics = [...new Set(rows.map(({ topic }) => topic))];
  return (
    <Section title="By topic" note="Accuracy in per cent, and the bias scores under ambiguous and disambiguated contexts.">
      <Wide>
        <table aria-label="Accuracy and bias by topic and method">
          <thead><tr><th scope="col">topic</th><th scope="col" class="number">records</th>{methods.map((method) => <th key={method} scope="col" class="number"><Inline text={method} /></th>)}</tr></thead>
          <tbody>
            {topics.map((topic) => (
              <tr key={topic}>
                <th scope="row"><Inline text={topic} /></th>
                <td class="number">{rows.find((row) => row.topic === topic)!.records}</td>
                {methods.map((method) => {
                  const found = rows.find((row) => row.topic === topic && row.method === method);
                  return <td key={method} class="number">{found === undefined ? "–" : <><strong>{percent(found.accuracy)}</strong> <small>{score(found.bias.ambiguous.score.estimate)} / {score(found.bias.disambiguated.score.estimate)}</small></>}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}
