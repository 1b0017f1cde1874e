import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RecordRow } from "../../../data/document.ts";
import { type Line, LineChart } from "../../charts/line-chart.tsx";
import { formatCount, percent } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { Select } from "../../parts/select.tsx";

/** What a record of the kind `rollouts` holds; its key is the step. */
type RolloutsValue = {
  readonly tokens: number;
  readonly teacherShare: number;
  readonly closeSteps: number;
  readonly written: readonly number[];
  readonly teacherShareByPosition: readonly number[];
  readonly jsdByPosition?: readonly number[];
  readonly jsdHistogram?: { readonly counts: readonly number[] };
  readonly tau: readonly (number | null)[];
};

/** Who wrote at which position of the rollouts, and how far the models were apart. */
export function Rollouts({ records }: { readonly records: readonly RecordRow[] }): JSX.Element | null {
  const steps = records.map(({ key, value }) => ({ step: Number(key), ...(value as unknown as RolloutsValue) })).sort((a, b) => a.step - b.step);
  const [chosen, setChosen] = useState("");
  const last = steps.at(-1);
  if (last === undefined) return null;
  const shown = steps.find(({ step }) => String(step) === chosen) ?? last;
  const { jsdByPosition, jsdHistogram, teacherShareByPosition, tau, written } = shown;
  const positions = written.map((_, position) => position + 1);
  const divergence: Line[] = [...(jsdByPosition === undefined ? [] : [{ name: "JSD", x: positions, y: jsdByPosition }]), ...(tau.some((value) => value !== null) ? [{ name: "τ", x: positions, y: tau }] : [])];
  const counts = jsdHistogram?.counts ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <Section title="Rollouts" note={`Between the validation before step ${shown.step} and it: ${formatCount(shown.tokens)} tokens, ${percent(shown.teacherShare)} % of them not the student's; ${formatCount(shown.closeSteps)} steps that rounding may have decided.`}>
      {steps.length > 1 && <Select label="Up to step" value={String(shown.step)} onChange={setChosen} options={steps.map(({ step }) => [String(step), String(step)] as const)} />}
      <div class="charts">
        <LineChart title="Share of the teacher's tokens in per cent, by position" xName="position" domain={[0, 1]} format={(value) => percent(value, 0)} lines={[{ name: "teacher", x: positions, y: teacherShareByPosition }]} />
        {divergence.length > 0 && <LineChart title="Divergence of the two models, and the threshold" xName="position" lines={divergence} />}
        {total > 0 && <LineChart title="How often which divergence, in per cent of tokens" xName="JSD" dots lines={[{ name: "tokens", x: counts.map((_, bin) => (bin + 0.5) / counts.length), y: counts.map((count) => (100 * count) / total) }]} />}
        {steps.length > 1 && <LineChart title="Share of the teacher's tokens in per cent, over the training" xName="step" domain={[0, 1]} format={(value) => percent(value, 0)} dots lines={[{ name: "teacher", x: steps.map(({ step }) => step), y: steps.map(({ teacherShare }) => teacherShare) }]} />}
      </div>
    </Section>
  );
}

type LengthValue = readonly { readonly label: string; readonly responses: number; readonly rougeL: number }[];

/** ROUGE-L of sampled responses by the length of their references, over the training. */
export function RougeByLength({ records }: { readonly records: readonly RecordRow[] }): JSX.Element | null {
  const steps = records.map(({ key, value }) => ({ step: Number(key), lengths: value as unknown as LengthValue })).sort((a, b) => a.step - b.step);
  const labels = [...new Set(steps.flatMap(({ lengths }) => lengths.map(({ label }) => label)))];
  if (labels.length === 0) return null;
  return (
    <Section title="ROUGE-L by tokens of the reference">
      <LineChart title="Mean F × 100 of sampled responses" xName="step" dots lines={labels.map((label) => ({ name: `${label} tokens`, x: steps.map(({ step }) => step), y: steps.map(({ lengths }) => { const found = lengths.find((each) => each.label === label); return found === undefined ? null : 100 * found.rougeL; }) }))} />
    </Section>
  );
}
