import type { JSX } from "preact";
import type { MetricSeries } from "../../../data/document.ts";
import { LineChart } from "../../charts/line-chart.tsx";

const names: Readonly<Record<string, string>> = { loss: "training", validationLoss: "validation" };

/** The series that these curves show. */
export const curveNames: readonly string[] = ["loss", "validationLoss", "rougeL"];

/** Loss of training and validation, and ROUGE-L of what the model answered. */
export function LearningCurves({ metrics }: { readonly metrics: readonly MetricSeries[] }): JSX.Element {
  const losses = metrics.filter(({ name }) => name === "loss" || name === "validationLoss");
  const rouge = metrics.find(({ name }) => name === "rougeL");
  return (
    <div class="charts">
      {losses.length > 0 && <LineChart title="Loss, nats a response token" xName="step" lines={losses.map(({ name, steps, values, count }) => ({ name: names[name]!, x: steps, y: values, dots: count < 20 }))} />}
      {rouge !== undefined && <LineChart title={`ROUGE-L of sampled responses, F × 100${rouge.last === null ? "" : `: ${(100 * rouge.last).toFixed(1)} at the end`}`} xName="step" dots lines={[{ name: "ROUGE-L", x: rouge.steps, y: rouge.values.map((value) => (value === null ? null : 100 * value)) }]} />}
    </div>
  );
}
