import type { JSX } from "preact";
import { LineChart } from "../../charts/line-chart.tsx";
import { percent } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { type BenchPartProps, systemName } from "./bench-part.ts";

/** Accuracy by the length of the input. */
export function Lengths({ bench: { results } }: BenchPartProps): JSX.Element | null {
  const labels = results.systems[0]?.lengths.map(({ label }) => label) ?? [];
  if (labels.length < 2) return null;
  return (
    <Section title="By length of the input">
      <LineChart
        title="Accuracy in per cent, by words of the input"
        xName="words"
        xLabels={labels}
        domain={[0, 1]}
        height={260}
        dots
        format={(value) => percent(value, 0)}
        lines={results.systems.map(({ lengths }, place) => ({
          name: systemName(results, place),
          x: lengths.map((_, bucket) => bucket),
          y: lengths.map(({ accuracy }) => accuracy),
          low: lengths.map(({ interval }) => interval?.low ?? null),
          high: lengths.map(({ interval }) => interval?.high ?? null),
        }))}
      />
    </Section>
  );
}
