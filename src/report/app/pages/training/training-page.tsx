import type { JSX } from "preact";
import { Facts } from "../../parts/facts.tsx";
import { Metrics } from "../../parts/metrics.tsx";
import { Section } from "../../parts/section.tsx";
import { useRecords } from "../../source/use-records.ts";
import { RolloutSamples } from "../distillation/rollout-samples.tsx";
import { Rollouts, RougeByLength } from "../distillation/rollouts.tsx";
import { RunHead, RunRest } from "../run/run-frame.tsx";
import type { RunPageProps } from "../run/run-page-props.ts";
import { Answers } from "./answers.tsx";
import { curveNames, LearningCurves } from "./learning-curves.tsx";
import { SavedStep } from "./saved-step.tsx";

/** A training or a distillation: its curves, who wrote what, and what the model answered while it learnt. */
export function TrainingPage({ document }: RunPageProps): JSX.Element {
  const { run, metrics, tables } = document;
  const others = metrics.filter(({ name }) => !curveNames.includes(name));
  const answers = tables.find(({ kind }) => kind === "answer");
  const records = useRecords(document, ownKinds).value;
  return (
    <>
      <RunHead document={document} />
      <Section title="Curves"><SavedStep document={document} /><LearningCurves metrics={metrics} /></Section>
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
