import type { JSX } from "preact";
import { dollars, formatCount } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { Inline } from "../../text/model-text.tsx";
import { type BenchPartProps, systemName } from "./bench-part.ts";
import { Wide } from "../../parts/wide.tsx";

/** Calls, tokens, money and time. */
export function Usage({ bench: { results } }: BenchPartProps): JSX.Element {
  return (
    <Section title="Cost and time">
      <Wide>
        <table aria-label="Calls, cost and time">
          <thead>
            <tr><th scope="col">model</th>{["calls", "taken over", "failed", "tokens in", "tokens out", "model costs", "judge costs", "saved by cache", "half within", "95 % within"].map((name) => <th key={name} scope="col" class="number">{name}</th>)}</tr>
          </thead>
          <tbody>
            {results.systems.map(({ usage, cost, latency }, place) => (
              <tr key={place}>
                <th scope="row"><Inline text={systemName(results, place)} /></th>
                {[formatCount(usage.calls), formatCount(usage.cachedCalls), formatCount(usage.failedCalls), formatCount(usage.input), formatCount(usage.output), dollars(cost.target), dollars(cost.judge), dollars(cost.cached), seconds(latency?.p50), seconds(latency?.p95)].map((text, column) => <td key={column} class="number">{text}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

function seconds(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "–" : `${Number((milliseconds / 1000).toPrecision(2))} s`;
}
