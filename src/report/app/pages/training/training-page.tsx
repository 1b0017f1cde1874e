import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MetricSeries, RecordRow } from "../../../data/document.ts";
import { LineChart } from "../../charts/line-chart.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Metrics } from "../../parts/metrics.tsx";
import { Section, Waiting } from "../../parts/section.tsx";
import { Select } from "../../parts/select.tsx";
import { useRecords } from "../../source/use-records.ts";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { ModelText } from "../../text/model-text.tsx";
import { canBeCompared, WordDiff } from "../../text/word-diff-view.tsx";
import { RolloutSamples } from "../distillation/rollout-samples.tsx";
import { Rollouts, RougeByLength } from "../distillation/rollouts.tsx";
import { RunHead, RunRest } from "../run/run-frame.tsx";
import type { RunPageProps } from "../run/run-page-props.ts";

/** A training or a distillation: its curves, who wrote what, and what the model answered while it learnt. */
export function TrainingPage({ document }: RunPageProps): JSX.Element {
  const { run, metrics, tables } = document;
  const losses = metrics.filter(({ name }) => name === "loss" || name === "validationLoss");
  const others = metrics.filter((series) => !losses.includes(series));
  const answers = tables.find(({ kind }) => kind === "answer");
  const records = useRecords(document, ownKinds).value;
  return (
    <>
      <RunHead document={document} />
      {losses.length > 0 && (
        <Section title="Loss">
          <LineChart title="Nats a response token" xName="step" height={280} lines={losses.map(lineOf)} dots={losses.every(({ count }) => count < 20)} />
        </Section>
      )}
      {run.summary !== null && <Section title="Result"><Facts value={run.summary} label="Result" /></Section>}
      {others.length > 0 && <Section title="Other curves"><Metrics metrics={others} /></Section>}
      {records !== null && <Rollouts records={records.get("rollouts") ?? []} />}
      {records !== null && <RolloutSamples records={records.get("rollout") ?? []} />}
      {records !== null && <RougeByLength records={records.get("rougeL-by-length") ?? []} />}
      {answers !== undefined && <Answers run={run.id} count={answers.keys.length} blockRows={answers.blockRows} version={document.version} />}
      <RunRest document={document} withoutMetrics withoutTables={["answer", ...ownKinds]} />
    </>
  );
}

const ownKinds = ["rollouts", "rollout", "rougeL-by-length"];

const names: Readonly<Record<string, string>> = { loss: "training", validationLoss: "validation" };

function lineOf({ name, steps, values }: MetricSeries): { name: string; x: readonly number[]; y: readonly (number | null)[] } {
  return { name: names[name] ?? name, x: steps, y: values };
}

type Answer = { readonly step: number; readonly prompt: string; readonly answer: string; readonly reference: string; readonly rougeL: number };

function Answers({ run, count, blockRows, version }: { readonly run: string; readonly count: number; readonly blockRows: number; readonly version: string }): JSX.Element {
  const source = useSource();
  const blocks = Math.ceil(count / blockRows);
  const { value, error } = useLoaded(async () => (await Promise.all(Array.from({ length: blocks }, (_, block) => source.block(run, "records answer", block)))).flat() as RecordRow[], [run, version]);
  const answers = (value ?? []).map((row) => row.value as unknown as Answer);
  const prompts = [...new Set(answers.map(({ prompt }) => prompt))];
  const [chosen, setChosen] = useState("0");
  const prompt = prompts[Number(chosen)];
  const shown = answers.filter((answer) => answer.prompt === prompt).sort((a, b) => b.step - a.step);
  return (
    <Section title="What it answers" note="At each validation, the newest first.">
      {value === null ? <Waiting error={error} /> : (
        <>
          <Select label="Prompt" value={chosen} onChange={setChosen} options={prompts.map((_, place) => [String(place), `${place + 1} of ${prompts.length}`])} />
          <div class="pair">
            <div><h3>Prompt</h3><ModelText text={prompt ?? ""} label="Prompt" /></div>
            <div><h3>Reference</h3><ModelText text={shown[0]?.reference ?? ""} label="Reference" /></div>
          </div>
          {shown.map(({ step, answer, reference, rougeL }) => (
            <article key={step} class="answer">
              <h3>Step {step} <small>ROUGE-L {(100 * rougeL).toFixed(1)}</small></h3>
              {canBeCompared(reference, answer) ? <WordDiff before={reference} after={answer} label={`Answer at step ${step}, compared with the reference`} /> : <ModelText text={answer} label={`Answer at step ${step}`} />}
            </article>
          ))}
        </>
      )}
    </Section>
  );
}
