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

type RolloutsProps = { readonly records: readonly RecordRow[] };

// Of fewer texts a mean says nothing.
const leastTexts = 5;

function stepsOf(records: readonly RecordRow[]): (RolloutsValue & { readonly step: number })[] {
  return records.map(({ key, value }) => ({ step: Number(key), ...(value as unknown as RolloutsValue) })).sort((a, b) => a.step - b.step);
}

/** Who wrote at which position of the rollouts, and how far the models were apart. */
export function Rollouts({ records }: RolloutsProps): JSX.Element | null {
  return records.length === 0 ? null : <Section title="Rollouts"><RolloutCharts records={records} /></Section>;
}

/** The same without a heading of its own; in short, only shares, divergence and threshold. */
export function RolloutCharts({ records, inShort = false }: RolloutsProps & { readonly inShort?: boolean }): JSX.Element | null {
  const steps = stepsOf(records);
  const [chosen, setChosen] = useState("");
  const last = steps.at(-1);
  if (last === undefined) return null;
  const shown = steps.find(({ step }) => String(step) === chosen) ?? last;
  const { jsdByPosition, jsdHistogram, teacherShareByPosition, tau, written } = shown;
  const reached = written.findLastIndex((texts) => texts >= Math.min(leastTexts, written[0] ?? 0)) + 1;
  const positions = written.slice(0, reached).map((_, position) => position + 1);
  const lineOf = (name: string, values: readonly (number | null)[]): Line => ({ name, x: positions, y: values.slice(0, reached) });
  const divergence = [...(jsdByPosition === undefined ? [] : [lineOf("JSD", jsdByPosition)]), ...(tau.some((value) => value !== null) ? [lineOf("τ", tau)] : [])];
  const counts = jsdHistogram?.counts ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <p class="note">{beganAt(steps, shown.step)}: {formatCount(shown.tokens)} tokens, {percent(shown.teacherShare)} % of them not the student's{shown.closeSteps === 0 ? "" : `; at ${formatCount(shown.closeSteps)} of them rounding may have decided who wrote`}.{reached < written.length && ` Positions that fewer than ${leastTexts} texts have reached, up to ${formatCount(written.length)}, are left out.`}</p>
      {steps.length > 1 && !inShort && <Select label="Up to step" value={String(shown.step)} onChange={setChosen} options={steps.map(({ step }) => [String(step), String(step)] as const)} />}
      <div class="charts">
        <LineChart title="Tokens that are not the student's, in per cent, by position" xName="position in the response" domain={[0, 1]} format={(value) => percent(value, 0)} lines={[lineOf("teacher", teacherShareByPosition)]} />
        {divergence.length > 0 && <LineChart title={divergence.length > 1 ? "Divergence of teacher and student (JSD), and the threshold τ above which the teacher writes" : "Divergence of teacher and student (JSD)"} xName="position in the response" lines={divergence} />}
        {total > 0 && !inShort && <LineChart title="How often which divergence, in per cent of tokens" xName="JSD" dots lines={[{ name: "tokens", x: counts.map((_, bin) => (bin + 0.5) / counts.length), y: counts.map((count) => (100 * count) / total) }]} />}
        {steps.length > 1 && !inShort && <LineChart title="Tokens that are not the student's, in per cent, over the training" xName="step" domain={[0, 1]} format={(value) => percent(value, 0)} dots lines={[{ name: "teacher", x: steps.map(({ step }) => step), y: steps.map(({ teacherShare }) => teacherShare) }]} />}
      </div>
    </>
  );
}

function beganAt(steps: readonly { readonly step: number }[], step: number): string {
  const before = steps.findLast((each) => each.step < step);
  return before === undefined ? `Rollouts up to step ${step}` : `Rollouts of the steps ${before.step + 1} to ${step}`;
}

type LengthValue = readonly { readonly label: string; readonly responses: number; readonly rougeL: number }[];

/** ROUGE-L of sampled responses by the length of their references, over the training. */
export function RougeByLength({ records }: RolloutsProps): JSX.Element | null {
  const steps = records.map(({ key, value }) => ({ step: Number(key), lengths: value as unknown as LengthValue })).sort((a, b) => a.step - b.step);
  const labels = [...new Set(steps.flatMap(({ lengths }) => lengths.map(({ label }) => label)))];
  if (labels.length === 0) return null;
  return (
    <Section title="ROUGE-L by tokens of the reference">
      <LineChart title="Mean F × 100 of sampled responses" xName="step" dots lines={labels.map((label) => ({ name: `${label} tokens`, x: steps.map(({ step }) => step), y: steps.map(({ lengths }) => { const found = lengths.find((each) => each.label === label); return found === undefined ? null : 100 * found.rougeL; }) }))} />
    </Section>
  );
}
