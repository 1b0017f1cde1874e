import type { JSX } from "preact";
import type { RoundChange, RoundDocument, RoundWay } from "../../../data/round/round-document.ts";
import { DifferenceBar } from "../../charts/interval-bar.tsx";
import { ChangeMap } from "../../charts/change-map.tsx";
import { formatCount, percent, points } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { Wide } from "../../parts/wide.tsx";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";
import { MovedItems } from "./moved-items.tsx";
import { wayName } from "./round-names.ts";

interface ChangesProps {
  readonly round: RoundDocument;
  readonly nameOf: (reference: string) => string;
}

/** A change with its way, as the page lists them. */
interface NamedChange {
  readonly way: RoundWay;
  readonly change: RoundChange;
  readonly name: string;
}

/** What DIM-Bench says of each model before and after, over all items and field by field. */
export function Changes({ round, nameOf }: ChangesProps): JSX.Element {
  const { models, set, items, inputs, level } = round;
  const isSeveral = new Set(models.flatMap(({ changes }) => changes.map(({ defence }) => defence))).size > 1;
  const named = models.flatMap((way): NamedChange[] => way.changes.map((change) => ({ way, change, name: `${wayName(way.stages.slice(change.first), nameOf)}${isSeveral ? `, ${change.defence}` : ""}` })));
  return (
    <>
      <Section title="What changed in DIM-Bench" note={<>How often a model did what the instruction says: the last measurement less the first, over {items} items of <Inline text={set} /> on {inputs} inputs, in points with {percent(level, 0)} % intervals by input. An item counts where both have scored it, so before and after can differ from what each measurement says of all its items.</>}>
        {named.length > 0 && <Overview named={named} />}
        {models.filter(({ why }) => why !== null).map(({ stages, why }, place) => <p key={place} class="note"><Inline text={wayName(stages, nameOf)} />: <Inline text={why!} /></p>)}
      </Section>
      {named.some(({ change }) => !change.isSameModel) && (
        <Section title="By instruction and input" note={<>The difference in points, its interval, and the accuracy before and after. {named.some(({ change }) => cellsOf(change, level).some(({ isDecisive }) => isDecisive)) ? "A framed field is told apart from no change, Holm over the fields of a table." : "No field can be told apart from no change, Holm over the fields of a table."} Each leads to its items.</>}>
          <div class="heats">
            {named.filter(({ change }) => !change.isSameModel).map((each, place) => <Cells key={place} {...each} level={level} />)}
          </div>
          {named.map((each, place) => <MovedItems key={place} {...each} />)}
        </Section>
      )}
    </>
  );
}

function measuredOf({ stages }: RoundWay, { first, last, defence }: RoundChange): readonly [RoundWay["stages"][number]["measured"][number], RoundWay["stages"][number]["measured"][number]] {
  const of = (stage: number): RoundWay["stages"][number]["measured"][number] => stages[stage]!.measured.find((each) => each.defence === defence)!;
  return [of(first), of(last)];
}

function Overview({ named }: { readonly named: readonly NamedChange[] }): JSX.Element {
  const reach = Math.max(0.05, ...named.flatMap(({ change: { comparison: { interval } } }) => (interval === null ? [] : [Math.abs(interval.low), Math.abs(interval.high)])));
  return (
    <>
      <Wide>
        <table aria-label="Change of each model">
          <thead><tr><th scope="col">model</th><th scope="col" class="number">items</th><th scope="col" class="number">before %</th><th scope="col" class="number">after %</th><th scope="col" class="number">difference</th><th scope="col" class="bar">worse – better</th><th scope="col" class="number">interval</th><th scope="col" class="number">only before</th><th scope="col" class="number">only after</th><th scope="col" class="number">p</th><th scope="col">told apart</th></tr></thead>
          <tbody>
            {named.map(({ way, change, name }, place) => {
              const { difference, interval, pairs, onlyFirst, onlySecond, adjustedPValue, decisive } = change.comparison;
              const [before, after] = measuredOf(way, change);
              return (
                <tr key={place} class={decisive ? "decisive" : ""}>
                  <th scope="row"><Inline text={name} /></th>
                  <td class="number">{formatCount(pairs)}</td>
                  <td class="number"><a href={addressOf(["run", before.run, "items"], { sys: before.system })}>{percent(change.accuracy.before)}</a></td>
                  <td class="number"><a href={addressOf(["run", after.run, "items"], { sys: after.system })}>{percent(change.accuracy.after)}</a></td>
                  <td class="number"><strong>{points(difference)}</strong></td>
                  <td class="bar"><DifferenceBar value={difference} interval={interval} reach={reach} /></td>
                  <td class="number">{interval === null ? "–" : `${points(interval.low)} to ${points(interval.high)}`}</td>
                  <td class="number">{onlySecond}</td>
                  <td class="number">{onlyFirst}</td>
                  <td class="number">{adjustedPValue < 0.001 ? "< 0.001" : adjustedPValue.toFixed(3)}</td>
                  <td>{decisive ? <span class="mark-yes">● yes</span> : <span class="mark-no">○ no</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
      <ul class="sentences">
        {named.map(({ change, name }, place) => <li key={place} class={change.comparison.decisive ? `decisive${(change.comparison.difference ?? 0) < 0 ? " worse" : ""}` : "open"}><Inline text={`${name}: ${verdict(change)}`} /></li>)}
      </ul>
    </>
  );
}

/** What can be said of a change, as a sentence. */
function verdict({ comparison: { difference, decisive, smallestDetectable, pairs, dropped }, isSameModel }: RoundChange): string {
  if (isSameModel) return "its weights are the very same as before, so nothing could change.";
  if (difference === null) return "no item was scored both times, so nothing can be said.";
  const left = dropped === 0 ? "" : ` ${dropped} of ${pairs + dropped} items were not scored both times.`;
  if (decisive) return `${difference > 0 ? "better" : "worse"} than before, by more than chance would do.${left}`;
  return `cannot be told apart from what it was${smallestDetectable === null ? "" : `; so many items would show ${(100 * smallestDetectable).toFixed(1)} points or more`}.${left}`;
}

type CellChange = RoundChange["comparison"]["cells"][number] & { readonly isDecisive: boolean };

function cellsOf({ comparison: { cells } }: RoundChange, level: number): CellChange[] {
  return cells.map((cell) => ({ ...cell, isDecisive: cell.adjustedPValue <= 1 - level + 1e-12 && cell.interval !== null && (cell.interval.low > 0 || cell.interval.high < 0) }));
}

function Cells({ way, change, name, level }: NamedChange & { readonly level: number }): JSX.Element {
  const cells = cellsOf(change, level);
  const [, after] = measuredOf(way, change);
  return (
    <ChangeMap
      caption={visibleLine(name)}
      rows={[...new Set(cells.map(({ instruction }) => instruction))]}
      columns={[...new Set(cells.map(({ input }) => input))]}
      cell={(instruction, input) => {
        const place = cells.findIndex((each) => each.instruction === instruction && each.input === input);
        const found = cells[place];
        return found && { difference: found.difference, interval: found.interval, ...change.cells[place]!, isDecisive: found.isDecisive, href: addressOf(["run", after.run, "items"], { sys: after.system, instruction, input }) };
      }}
    />
  );
}
