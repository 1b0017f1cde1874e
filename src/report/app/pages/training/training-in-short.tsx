import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { useRecords } from "../../source/use-records.ts";
import { RolloutSamples } from "../distillation/rollout-samples.tsx";
import { RolloutCharts } from "../distillation/rollouts.tsx";
import { LearningCurves } from "./learning-curves.tsx";
import { SavedStep } from "./saved-step.tsx";

const kinds = ["rollouts", "rollout"];

/** How a model learnt, and what its teacher wrote. */
export function TrainingInShort({ document }: { readonly document: RunDocument }): JSX.Element {
  const records = useRecords(document, kinds).value;
  return (
    <>
      <SavedStep document={document} />
      <LearningCurves metrics={document.metrics} />
      {records !== null && <RolloutCharts records={records.get("rollouts") ?? []} inShort />}
      {records !== null && <RolloutSamples records={records.get("rollout") ?? []} />}
    </>
  );
}
