import type { JSX } from "preact";
import { DifferenceBar } from "../../charts/interval-bar.tsx";
import { points } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";
import { type BenchPartProps, modelName } from "./bench-part.ts";
import { Wide } from "../../parts/wide.tsx";

type Comparison = BenchPartProps["bench"]["results"]["comparisons"]["models"][number];

/** Models against models and defences against defences, item by item. */
export function Comparisons({ run, bench }: BenchPartProps): JSX.Element | null {
  const { models, defences } = bench.results.comparisons;
  const both = [...models, ...defences];
  if (both.length === 0) return null;
  const reach = Math.max(0.05, ...both.flatMap(({ interval }) => (interval === null ? [] : [Math.abs(interval.low), Math.abs(interval.high)])));
  const shared = { run, bench, reach };
  return (
    <Section title="Compared item by item" note="Differences in points over the items that both have scored; p by Holm over all comparisons of a table. A filled mark: told apart.">
      {models.length > 0 && <Table title="Models" comparisons={models} common={({ first }) => first.defence} name={({ model }) => modelName(bench.results, model)} {...shared} />}
      {defences.length > 0 && <Table title="Defences" comparisons={defences} common={({ first }) => modelName(bench.results, first.model)} name={({ defence }) => defence} {...shared} />}
    </Section>
  );
}

interface TableProps extends BenchPartProps {
  readonly title: string;
  readonly comparisons: readonly Comparison[];
  readonly reach: number;
  readonly common: (comparison: Comparison) => string;
  readonly name: (system: Comparison["first"]) => string;
}

function Table({ run, bench, title, comparisons, reach, common, name }: TableProps): JSX.Element {
  const placeOf = (system: Comparison["first"]): number => bench.results.systems.findIndex(({ model, defence }) => model === system.model && defence === system.defence);
  return (
    <Wide>
      <table aria-label={`${title} compared`}>
        <caption>{title}</caption>
        <thead>
          <tr><th scope="col">{title === "Models" ? "under" : "of"}</th><th scope="col">first</th><th scope="col">second</th><th scope="col" class="number">difference</th><th scope="col" class="bar">second better – first better</th><th scope="col" class="number">interval</th><th scope="col" class="number">only first</th><th scope="col" class="number">only second</th><th scope="col" class="number">p</th><th scope="col">told apart</th></tr>
        </thead>
        <tbody>
          {comparisons.map((comparison, place) => {
            const { first, second, difference, interval, onlyFirst, onlySecond, adjustedPValue, decisive } = comparison;
            const [one, other] = [placeOf(first), placeOf(second)];
            return (
              <tr key={place} class={decisive ? "decisive" : ""}>
                <td><Inline text={common(comparison)} /></td>
                <th scope="row"><Inline text={name(first)} /></th>
                <td><Inline text={name(second)} /></td>
                <td class="number"><strong>{points(difference)}</strong></td>
                <td class="bar"><DifferenceBar value={difference} interval={interval} reach={reach} /></td>
                <td class="number">{interval === null ? "–" : `${points(interval.low)} to ${points(interval.high)}`}</td>
                <td class="number"><a href={addressOf(["run", run, "items"], { sys: one, than: other, outcome: "pass" })}>{onlyFirst}</a></td>
                <td class="number"><a href={addressOf(["run", run, "items"], { sys: other, than: one, outcome: "pass" })}>{onlySecond}</a></td>
                <td class="number">{adjustedPValue < 0.001 ? "< 0.001" : adjustedPValue.toFixed(3)}</td>
                <td>{decisive ? <span class="mark-yes">● yes</span> : <span class="mark-no">○ no</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}
