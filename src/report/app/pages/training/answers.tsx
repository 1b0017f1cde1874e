import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RecordRow } from "../../../data/document.ts";
import { Section, Waiting } from "../../parts/section.tsx";
import { Select } from "../../parts/select.tsx";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { ModelText } from "../../text/model-text.tsx";
import { canBeCompared, WordDiff } from "../../text/word-diff-view.tsx";

type Answer = { readonly step: number; readonly prompt: string; readonly answer: string; readonly reference: string; readonly rougeL: number };

/** What the model answered to the same prompts at each validation. */
export function Answers({ run, count, blockRows, version }: { readonly run: string; readonly count: number; readonly blockRows: number; readonly version: string }): JSX.Element {
  const source = useSource();
  const blocks = Math.ceil(count / blockRows);
  const { value, error } = useLoaded(async () => (await Promise.all(Array.from({ length: blocks }, (_, block) => source.block(run, "records answer", block)))).flat() as RecordRow[], [run, version]);
  const answers = (value ?? []).map((row) => row.value as unknown as Answer);
  const prompts = [...new Set(answers.map(({ prompt }) => prompt))];
  const [chosen, setChosen] = useState("0");
  const prompt = prompts[Number(chosen)];
  const shown = answers.filter((answer) => answer.prompt === prompt).sort((a, b) => b.step - a.step);
  return (
    <Section title="What it answers" note="At each validation, the newest first.">
      {value === null ? <Waiting error={error} /> : (
        <>
          <Select label="Prompt" value={chosen} onChange={setChosen} options={prompts.map((_, place) => [String(place), `${place + 1} of ${prompts.length}`])} />
          <div class="pair">
            <div><h3>Prompt</h3><ModelText text={prompt ?? ""} label="Prompt" /></div>
            <div><h3>Reference</h3><ModelText text={shown[0]?.reference ?? ""} label="Reference" /></div>
          </div>
          {shown.map(({ step, answer, reference, rougeL }) => (
            <article key={step} class="answer">
              <h3>Step {step} <small>ROUGE-L {(100 * rougeL).toFixed(1)}</small></h3>
              {canBeCompared(reference, answer) ? <WordDiff before={reference} after={answer} label={`Answer at step ${step}, compared with the reference`} /> : <ModelText text={answer} label={`Answer at step ${step}`} />}
            </article>
          ))}
        </>
      )}
    </Section>
  );
}
