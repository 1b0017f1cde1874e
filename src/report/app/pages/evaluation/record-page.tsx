import type { JSX } from "preact";
import { evaluationBlocks, type EvaluatedRecord } from "../../../data/evaluation/evaluation-document.ts";
import { Facts } from "../../parts/facts.tsx";
import { Section, Waiting } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { Stepper } from "../../parts/stepper.tsx";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { Inline, ModelText } from "../../text/model-text.tsx";
import { canBeCompared, WordDiff } from "../../text/word-diff-view.tsx";
import { Details } from "../run/run-frame.tsx";
import type { RunPageProps } from "../run/run-page-props.ts";
import { orderedRecords } from "./evaluation-page.tsx";

/** One record: what was asked, the references, and the response under each seed. */
export function EvaluationRecordPage({ document, route }: RunPageProps): JSX.Element {
  const source = useSource();
  const { run, version } = document;
  const { data, blockRecords } = document.evaluation!;
  const place = Number(route.path[3] ?? 0);
  const record = Number(route.path[4] ?? 0);
  const set = data[place];
  const block = Math.floor(record / blockRecords);
  const { value, error } = useLoaded(() => source.block(run.id, evaluationBlocks(place), block), [run.id, place, block, version]);
  const found = (value as readonly EvaluatedRecord[] | null)?.[record - block * blockRecords];
  if (set === undefined || Number.isNaN(record)) return <Waiting error="There is no such record." />;
  const order = orderedRecords(set, route.query);
  const address = (number: number): string => addressOf(["run", run.id, "record", String(place), String(number)], route.query);
  if (found === undefined) return <Waiting error={error ?? (value === null ? null : "There is no such record.")} />;
  const { prompt, references, ...others } = found.prompt;
  const texts = Array.isArray(references) ? references.map(String) : [];
  return (
    <>
      <Stepper what="record" place={order.indexOf(record)} count={order.length} addressOf={(at) => address(order[at]!)} back={addressOf(["run", run.id], route.query)} />
      <h1>Record {record + 1} of <Inline text={set.name} /></h1>
      <div class="pair">
        <Section title="Prompt"><ModelText text={String(prompt ?? others.instruction ?? "")} label="Prompt" /></Section>
        <Section title={texts.length === 1 ? "Reference" : "References"}>{texts.map((text, at) => <ModelText key={at} text={text} label={`Reference ${at + 1}`} />)}</Section>
      </div>
      {found.responses.map(({ seed, text, measures }) => {
        const best = texts.find((reference) => canBeCompared(reference, text));
        return (
          <Section key={seed} title={`Seed ${seed}: ROUGE-L ${Number(measures.rougeL).toFixed(1)}`}>
            {best === undefined ? <ModelText text={text} label={`Response under seed ${seed}`} /> : <WordDiff before={best} after={text} label={`Response under seed ${seed}, compared with a reference`} />}
            <Details title="Measures" open={false}><Facts value={measures} label="Measures" /></Details>
          </Section>
        );
      })}
      <Details title="The record" open={false}><Facts value={others} label="The record" /></Details>
    </>
  );
}
