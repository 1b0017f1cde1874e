import type { JSX } from "preact";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { formatCount, percent, range } from "../../parts/figures.ts";
import { Facts } from "../../parts/facts.tsx";
import { Section } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";
import { RunHead, RunRest } from "../run/run-frame.tsx";
import type { RunPageProps } from "../run/run-page-props.ts";
import { type BenchPartProps, modelName } from "./bench-part.ts";
import { Comparisons } from "./comparisons.tsx";
import { HeatMaps } from "./heat-maps.tsx";
import { Instead } from "./instead.tsx";
import { Lengths } from "./lengths.tsx";
import { Usage } from "./usage.tsx";
import { Wide } from "../../parts/wide.tsx";

/** A run of DIM-Bench. */
export function BenchPage({ document }: RunPageProps): JSX.Element {
  const bench = document.bench!;
  const part = { run: document.run.id, bench };
  const { count, inputs } = bench.results.items;
  return (
    <>
      <RunHead document={document} />
      <Section title="Accuracy" note={`How often a model did what the instruction says, over ${formatCount(count)} items on ${formatCount(inputs)} inputs${bench.trials > 1 ? `, ${bench.trials} times each` : ""}. The mean over cells, with its ${percent(bench.results.level, 0)} % interval by input.`}>
        <Overview {...part} />
        <p><a class="button" href={addressOf(["run", part.run, "items"])}>Look at every item and output →</a></p>
      </Section>
      <HeatMaps {...part} />
      <Comparisons {...part} />
      <Instead {...part} />
      <Lengths {...part} />
      <Usage {...part} />
      <JudgeSection {...part} />
      <RunRest document={document} />
    </>
  );
}

function Overview({ run, bench: { results, published } }: BenchPartProps): JSX.Element {
  const { systems, rankings } = results;
  const isCorrected = systems.some(({ corrected }) => corrected !== null);
  return (
    <>
      <Wide>
        <table aria-label="Accuracy of each model under each defence">
          <thead>
            <tr><th scope="col">model</th><th scope="col">defence</th><th scope="col" class="number">accuracy %</th><th scope="col" class="bar">0 – 100</th><th scope="col" class="number">interval</th>{isCorrected && <th scope="col" class="number">corrected %</th>}<th scope="col" class="number">scored</th><th scope="col" class="number">bounds</th></tr>
          </thead>
          <tbody>
            {systems.map(({ model, defence, baseline, accuracy, interval, corrected, scored, n, bounds }, place) => (
              <tr key={place}>
                <th scope="row"><a href={addressOf(["run", run, "items"], { sys: place })} title={visibleLine(model)}><Inline text={modelName(results, model)} /></a>{baseline && <small> baseline</small>}</th>
                <td><Inline text={defence} /></td>
                <td class="number"><strong>{percent(accuracy)}</strong></td>
                <td class="bar"><IntervalBar value={accuracy} interval={interval} /></td>
                <td class="number">{range(interval)}</td>
                {isCorrected && <td class="number">{corrected === null ? "–" : `${percent(corrected.accuracy)} (${range(corrected.interval)})`}</td>}
                <td class="number">{formatCount(scored)} of {formatCount(n)}</td>
                <td class="number">{range(bounds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="note">Bounds: if all that is unscored had failed, and if it had passed.</p>
      {rankings.length > 0 && (
        <ul class="sentences">
          {rankings.map(({ sentence, decisive }) => <li key={sentence} class={decisive ? "decisive" : "open"}><Inline text={shortened(sentence, results)} /></li>)}
        </ul>
      )}
      {published !== null && (
        <details>
          <summary>What the paper reports, over the paper's items and by its judge</summary>
          <Wide>
            <table aria-label="Published accuracy">
              <thead><tr><th scope="col">model</th>{Object.keys(published.inputMeans).map((name) => <th key={name} scope="col" class="number">{name}</th>)}<th scope="col" class="number">mean</th></tr></thead>
              <tbody>{published.models.map(({ model, inputs, mean }) => <tr key={model}><th scope="row">{model}</th>{Object.entries(inputs).map(([name, share]) => <td key={name} class="number">{percent(share, 0)}</td>)}<td class="number">{percent(mean, 0)}</td></tr>)}</tbody>
            </table>
          </Wide>
          <p class="note">{published.source}. Its items and its judge are others, so its numbers are no measure of these.</p>
        </details>
      )}
    </>
  );
}

/** A sentence with folders by the names that they have here. */
function shortened(sentence: string, results: BenchPartProps["bench"]["results"]): string {
  const models = [...new Set(results.systems.map(({ model }) => model))].sort((a, b) => b.length - a.length);
  return models.reduce((text, model) => text.replaceAll(model, () => modelName(results, model)), sentence);
}

function JudgeSection({ bench: { results, judges, calibration } }: BenchPartProps): JSX.Element {
  return (
    <Section title="Judge">
      {results.judge === null ? <p class="note">Nothing was judged yet.</p> : <p>Judged by <strong><Inline text={results.judge.name} /></strong> <code title={results.judge.hash}>{results.judge.hash.slice(0, 8)}</code>.{judges.length > 1 && <> Judgements of {judges.length - 1} other judge{judges.length > 2 ? "s" : ""} are in the run too; they count nowhere here.</>}</p>}
      {calibration === null
        ? <p class="note">This ledger holds no calibration of this judge, so its errors are not known: steadfast judge calibrate measures them.</p>
        : <><p class="note">On outputs of known truth (run <a href={addressOf(["run", calibration.run])}>{calibration.run}</a>):</p><Facts value={calibration.summary} label="Calibration of the judge" /></>}
    </Section>
  );
}
