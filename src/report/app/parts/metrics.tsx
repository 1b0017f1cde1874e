import type { JSX } from "preact";
import type { MetricSeries } from "../../data/document.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { formatNumber } from "./figures.ts";
import { Inline } from "../text/model-text.tsx";

/** Every series as a small curve; of those with one point, the value. */
export function Metrics({ metrics }: { readonly metrics: readonly MetricSeries[] }): JSX.Element {
  const curves = metrics.filter(({ count }) => count > 1);
  const single = metrics.filter(({ count }) => count <= 1);
  return (
    <>
      <div class="charts">
        {curves.map(({ name, steps, values, last, count }) => (
          <LineChart key={name} title={`${name}: ${last === null ? "no number" : formatNumber(last)}`} xName="step" lines={[{ name, x: steps, y: values }]} height={180} dots={count <= 12} />
        ))}
      </div>
      {single.length > 0 && (
        <table class="facts" aria-label="Metrics with one value">
          <tbody>
            {single.map(({ name, last, steps }) => (
              <tr key={name}><th scope="row"><Inline text={name} /></th><td>{last === null ? "no number" : formatNumber(last)} at step {steps[0]}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
