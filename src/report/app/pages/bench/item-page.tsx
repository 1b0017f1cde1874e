import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { benchBlocks, type BenchBlock, type BenchRow } from "../../../data/bench/bench-document.ts";
import { dollars } from "../../parts/figures.ts";
import { Section, Waiting } from "../../parts/section.tsx";
import { Stepper } from "../../parts/stepper.tsx";
import { addressOf } from "../../routing/route.ts";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { Inline, ModelText } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";
import { canBeCompared, WordDiff } from "../../text/word-diff-view.tsx";
import { Details } from "../run/run-frame.tsx";
import type { RunPageProps } from "../run/run-page-props.ts";
import { systemName } from "./bench-part.ts";
import { filterItems, systemOf, trialOf } from "./item-filters.ts";
import { Judgement } from "./judgement.tsx";
import { OutcomeMark } from "./outcome-mark.tsx";

/** One item: instruction, input and output side by side, and what the judge said. */
export function BenchItemPage({ document, route: { path, query } }: RunPageProps): JSX.Element {
  const source = useSource();
  const bench = document.bench!;
  const { run, version } = document;
  const { items, blockItems, outcomes, codes, results, trials } = bench;
  const item = items.ids.indexOf(path[3] ?? "");
  const block = Math.floor(item / blockItems);
  const { value, error } = useLoaded(async () => (item < 0 ? null : source.block(run.id, benchBlocks, block)), [run.id, block, version, item < 0]);
  const shown = useMemo(() => filterItems(bench, query), [bench, JSON.stringify(query)]);
  if (item < 0) return <Waiting error="There is no such item in this run." />;
  const [system, trial] = [systemOf(bench, query), trialOf(bench, query)];
  const address = (id: string, changes: Readonly<Record<string, string | number>> = {}): string => addressOf(["run", run.id, "item", id], { ...query, ...changes });
  const found = value as BenchBlock | null;
  const own = found?.items[item - block * blockItems];
  const row = found?.rows[item - block * blockItems]?.[system * trials + trial] ?? null;
  return (
    <>
      <Stepper what="item" place={shown.indexOf(item)} count={shown.length} addressOf={(place) => address(items.ids[shown[place]!]!)} back={addressOf(["run", run.id, "items"], query)} />
      <h1><Inline text={items.ids[item]!} /></h1>
      <nav class="tabs" aria-label="Outputs of this item">
        {codes.map((each, place) => (
          <a key={place} href={address(items.ids[item]!, { sys: place })} aria-current={place === system ? "true" : undefined}>
            <Inline text={systemName(results, place)} /> <OutcomeMark short label={visibleLine(systemName(results, place))} outcome={outcomes[each[trial]![item]!]!} />
          </a>
        ))}
      </nav>
      {own === undefined ? <Waiting error={error} /> : <ItemTexts block={found!} own={own} row={row} outcome={outcomes[codes[system]![trial]![item]!]!} isDiff={query.diff !== "0"} diffAddress={address(items.ids[item]!, { diff: query.diff === "0" ? "" : "0" })} />}
    </>
  );
}

interface ItemTextsProps {
  readonly block: BenchBlock;
  readonly own: BenchBlock["items"][number];
  readonly row: BenchRow | null;
  readonly outcome: Parameters<typeof OutcomeMark>[0]["outcome"];
  readonly isDiff: boolean;
  readonly diffAddress: string;
}

function ItemTexts({ block: { texts }, own, row, outcome, isDiff, diffAddress }: ItemTextsProps): JSX.Element {
  const input = texts[own.input]!;
  const output = row === null || row.output === null ? null : texts[row.output]!;
  const isComparable = output !== null && canBeCompared(input, output);
  return (
    <>
      <Section title="Instruction"><ModelText text={texts[own.instruction]!} label="Instruction" /></Section>
      <div class="pair">
        <Section title="Input"><ModelText text={input} label="Input" /></Section>
        <Section title="Output" note={<><OutcomeMark outcome={outcome} />{isComparable && <> · <a href={diffAddress}>{isDiff ? "without the comparison" : "compared with the input"}</a></>}</>}>
          {output === null
            ? <p class="problem">{row?.failure ? <><code>{row.failure.code}</code> <Inline text={row.failure.sentence} /></> : "It was not asked, or has not answered yet."}</p>
            : isComparable && isDiff ? <WordDiff before={input} after={output} label="Output, compared with the input" /> : <ModelText text={output} label="Output" />}
        </Section>
      </div>
      {row?.judgement && <Judgement judgement={row.judgement} texts={texts} />}
      <Section title="About the item">
        <div class="pair">
          <div><h3>What the input asks for</h3><ModelText text={texts[own.answer]!} label="Answer" quiet /></div>
          {own.gold !== null && <div><h3>The one right output</h3><ModelText text={texts[own.gold]!} label="Right output" quiet /></div>}
        </div>
        {own.options.length > 0 && <><h3>Its options</h3><ol>{own.options.map((option, place) => <li key={place}><Inline text={texts[option]!} /></li>)}</ol></>}
        {own.errors.length > 0 && <><h3>Errors that were planted</h3><ul>{own.errors.map(({ at, wrong, right }) => <li key={at}><del><Inline text={wrong} /></del> <ins><Inline text={right} /></ins></li>)}</ul></>}
      </Section>
      {row !== null && (
        <Details title="What was sent, and what it took" open={false}>
          {row.messages.map(({ role, text }, place) => <div key={place}><h3>{role}</h3><ModelText text={texts[text]!} label={`Message of the ${role}`} quiet /></div>)}
          {row.reasoning !== null && <><h3>Reasoning</h3><ModelText text={texts[row.reasoning]!} label="Reasoning" quiet /></>}
          <p class="note">
            {row.finish !== null && <>Ended by {row.finish}. </>}
            {row.tokens !== null && <>{row.tokens.input} tokens in, {row.tokens.output} out. </>}
            {row.cached ? "Taken over from another call, so it cost nothing." : <>Cost {dollars(row.cost)}, took {(row.milliseconds / 1000).toFixed(2)} s.</>}
          </p>
        </Details>
      )}
    </>
  );
}
