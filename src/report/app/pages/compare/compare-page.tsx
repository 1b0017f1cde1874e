import type { JSX } from "preact";
import type { Json } from "../../../../base/index.ts";
import type { RunDocument } from "../../../data/document.ts";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { LineChart } from "../../charts/line-chart.tsx";
import { formatTime, percent, range } from "../../parts/figures.ts";
import { leafView } from "../../parts/facts.tsx";
import { leavesOf } from "../../parts/leaves.ts";
import { Section, Waiting } from "../../parts/section.tsx";
import { Status } from "../../parts/status.tsx";
import { addressOf, type Route } from "../../routing/route.ts";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { Inline } from "../../text/model-text.tsx";
import { Wide } from "../../parts/wide.tsx";
import { Learners } from "./learners.tsx";
import { runName } from "./run-name.ts";

/** Runs side by side: what came out, curves over each other, and what differed in how they were run. */
export function ComparePage({ route }: { readonly route: Route }): JSX.Element {
  const source = useSource();
  const ids = [...new Set((route.path[1] ?? "").split(",").filter((id) => id !== ""))];
  const { value, error } = useLoaded(() => Promise.all(ids.map((id) => source.run(id))), [ids.join(",")]);
  if (ids.length === 0) return <Waiting error="No run was chosen." />;
  if (value === null) return <Waiting error={error} />;
  const runs = [...value].sort((a, b) => a.run.createdAt - b.run.createdAt);
  return (
    <>
      <h1>{runs.length} runs, the oldest first</h1>
      <ol class="timeline">
        {runs.map(({ run }) => (
          <li key={run.id}>
            <a href={addressOf(["run", run.id])}><strong><Inline text={run.kind} /></strong> <code>{run.id}</code></a> <Status status={run.status} /> <span class="note">{formatTime(run.createdAt)}</span>
            {run.title !== null && <p><Inline text={run.title} /></p>}
            {run.result !== "" && <p class="note"><Inline text={run.result} /></p>}
          </li>
        ))}
      </ol>
      <Accuracies runs={runs} />
      <Scores runs={runs} />
      <Learners runs={runs} />
      <Curves runs={runs} />
      <Differences title="Results" runs={runs} of={({ run }) => run.summary} isAll />
      <Differences title="Options that differ" runs={runs} of={({ run }) => run.options} />
      <Differences title="Surroundings that differ" runs={runs} of={({ run }) => run.environment} />
    </>
  );
}

type PartProps = { readonly runs: readonly RunDocument[] };

function Accuracies({ runs }: PartProps): JSX.Element | null {
  const systems = runs.flatMap(({ run, bench }) => (bench?.results.systems ?? []).map((system, place) => ({ run: run.id, place, ...system })));
  if (systems.length < 2) return null;
  return (
    <Section title="DIM-Bench" note="Runs are compared by their intervals only; item by item, models are compared inside one run.">
      <Wide>
        <table aria-label="Accuracy by run">
          <thead><tr><th scope="col">run</th><th scope="col">model</th><th scope="col">defence</th><th scope="col" class="number">accuracy %</th><th scope="col" class="bar">0 – 100</th><th scope="col" class="number">interval</th></tr></thead>
          <tbody>
            {systems.map(({ run, place, model, defence, accuracy, interval }) => (
              <tr key={`${run} ${place}`}><td><a href={addressOf(["run", run])}><code>{run}</code></a></td><th scope="row"><Inline text={model} /></th><td><Inline text={defence} /></td><td class="number"><strong>{percent(accuracy)}</strong></td><td class="bar"><IntervalBar value={accuracy} interval={interval} /></td><td class="number">{range(interval)}</td></tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

function Scores({ runs }: PartProps): JSX.Element | null {
  const rows = runs.flatMap(({ run, evaluation }) => (evaluation?.data ?? []).map((set) => ({ run: run.id, title: run.title, set })));
  if (rows.length < 2) return null;
  return (
    <Section title="ROUGE-L">
      <Wide>
        <table aria-label="ROUGE-L by run">
          <thead><tr><th scope="col">run</th><th scope="col">model</th><th scope="col">data</th><th scope="col" class="number">ROUGE-L</th><th scope="col" class="bar">0 – 100</th><th scope="col" class="number">95 %</th></tr></thead>
          <tbody>
            {rows.map(({ run, title, set: { name, rougeL: { mean, interval } } }) => (
              <tr key={`${run} ${name}`}><td><a href={addressOf(["run", run])}><code>{run}</code></a></td><th scope="row"><Inline text={title ?? ""} /></th><td><Inline text={name} /></td><td class="number"><strong>{mean.toFixed(2)}</strong></td><td class="bar"><IntervalBar value={mean / 100} interval={interval && { low: interval.low / 100, high: interval.high / 100 }} /></td><td class="number">{interval === null ? "–" : `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}`}</td></tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

// What is asked for first.
const firstCurves = ["loss", "validationLoss", "rougeL", "teacherShare"];

function Curves({ runs }: PartProps): JSX.Element | null {
  const names = [...new Set(runs.flatMap(({ metrics }) => metrics.flatMap(({ name, count }) => (count > 1 ? [name] : []))))];
  const place = (name: string): number => (firstCurves.includes(name) ? firstCurves.indexOf(name) : firstCurves.length);
  const shared = names.toSorted((a, b) => place(a) - place(b)).filter((name) => runs.filter(({ metrics }) => metrics.some((series) => series.name === name)).length > 1);
  if (shared.length === 0) return null;
  return (
    <Section title="Curves">
      <div class="charts">
        {shared.map((name) => <LineChart key={name} title={name} xName="step" lines={runs.flatMap((document) => document.metrics.filter((series) => series.name === name).map(({ steps, values }) => ({ name: `${runName(document)} ${document.run.id}`, x: steps, y: values })))} />)}
      </div>
    </Section>
  );
}

const mostRows = 200;

function Differences({ title, runs, of, isAll = false }: PartProps & { readonly title: string; readonly of: (document: RunDocument) => Json; readonly isAll?: boolean }): JSX.Element | null {
  const leaves = runs.map((document) => new Map(leavesOf(of(document))));
  const names = [...new Set(leaves.flatMap((each) => [...each.keys()]))];
  const rows = names.map((name) => ({ name, values: leaves.map((each) => each.get(name) ?? null) })).filter(({ values }) => isAll || new Set(values.map((value) => JSON.stringify(value))).size > 1);
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <Wide>
        <table aria-label={title}>
          <thead><tr><td />{runs.map(({ run }) => <th key={run.id} scope="col"><code>{run.id}</code></th>)}</tr></thead>
          <tbody>{rows.slice(0, mostRows).map(({ name, values }) => <tr key={name}><th scope="row"><Inline text={name} /></th>{values.map((value, place) => <td key={place}>{value === null ? "–" : leafView(value)}</td>)}</tr>)}</tbody>
        </table>
      </Wide>
    </Section>
  );
}
