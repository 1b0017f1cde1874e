import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import type { RoundPart, RoundStep } from "../../../data/round/round-document.ts";
import { Guarded } from "../../parts/guarded.tsx";
import { Section, Waiting } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { useRun } from "../../source/use-source.ts";
import { Inline } from "../../text/model-text.tsx";
import { RepairInShort } from "../repair/repair-in-short.tsx";
import { TrainingInShort } from "../training/training-in-short.tsx";

type Treatment = Exclude<RoundPart, "measure" | "measure again">;

const titles: Readonly<Record<Treatment, string>> = { repair: "Repair", distil: "Distillation", train: "Training" };
const parts: Readonly<Record<Treatment, (props: { readonly document: RunDocument }) => JSX.Element>> = { repair: RepairInShort, distil: TrainingInShort, train: TrainingInShort };

/** What was done to a model in between, in short. */
export function TreatmentPart({ step: { run, part, from, made }, nameOf }: { readonly step: RoundStep; readonly nameOf: (reference: string) => string }): JSX.Element | null {
  const { value, error } = useRun(run.id);
  if (part === "measure" || part === "measure again") return null;
  const Part = parts[part];
  const address = addressOf(["run", run.id]);
  return (
    <Section title={`${titles[part]} of ${nameOf(from[0] ?? "a model")}`} note={<><Inline text={run.title ?? ""} />{made !== null && <>, saved as <Inline text={nameOf(made)} /></>}. <a href={address}>All of it</a></>}>
      {value === null ? <Waiting error={error} /> : <Guarded otherwise={<p><a href={address}>The run {run.id}</a></p>}><Part document={value} /></Guarded>}
    </Section>
  );
}
