import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RecordRow, RecordTable, RunDocument } from "../../../data/document.ts";
import { formatCount } from "../../parts/figures.ts";
import { Section, Waiting } from "../../parts/section.tsx";
import { Select } from "../../parts/select.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { useLoaded, useSource } from "../../source/use-source.ts";
import { Inline, ModelText } from "../../text/model-text.tsx";
import type { ChangedAnswerValue } from "./repair-records.ts";

// What is shown of more says as much.
const mostRead = 3000;

const marks: Readonly<Record<ChangedAnswerValue["how"], readonly [sign: string, look: string]>> = { mended: ["✓", "pass"], broken: ["✗", "fail"], moved: ["~", "unscored"] };

/** The test questions that the edited model answers otherwise than the original. */
export function ChangedAnswers({ document: { run, version, tables } }: { readonly document: RunDocument }): JSX.Element | null {
  const table = tables.find(({ kind }) => kind === "changedAnswer");
  return table === undefined ? null : <Answers run={run.id} version={version} table={table} />;
}

function Answers({ run, version, table }: { readonly run: string; readonly version: string; readonly table: RecordTable }): JSX.Element {
  const source = useSource();
  const [how, setHow] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const blocks = Math.ceil(Math.min(mostRead, table.keys.length) / table.blockRows);
  const { value, error } = useLoaded(async () => (await Promise.all(Array.from({ length: blocks }, (_, block) => source.block(run, "records changedAnswer", block)))).flat() as RecordRow[], [run, version]);
  const answers = (value ?? []).map((row) => ({ key: row.key, ...(row.value as unknown as ChangedAnswerValue) }));
  const counts = Map.groupBy(answers, (answer) => answer.how);
  const shown = answers.filter((answer) => how === "" || answer.how === how);
  const found = shown.find(({ key }) => key === chosen);
  return (
    <Section title="Changed answers" note={<>{formatCount(table.total)} answers to test questions, each under one wording of the instruction{answers.length < table.total && value !== null ? `; the first ${formatCount(answers.length)} are listed` : ""}. Mended: right now. Broken: was right. Moved: wrong both times.</>}>
      {value === null ? <Waiting error={error} /> : (
        <>
          <div class="filters"><Select label="How" value={how} onChange={setHow} options={[["", `all ${formatCount(answers.length)}`], ...[...counts].map(([each, group]) => [each, `${each} ${formatCount(group.length)}`] as const)]} /></div>
          <VirtualList key={how} count={shown.length} rowHeight={36} label="Changed answers">
            {(row) => {
              const answer = shown[row]!;
              const [sign, look] = marks[answer.how] ?? ["?", ""];
              return (
                <button type="button" class={answer.key === chosen ? "row chosen" : "row"} onClick={() => setChosen(answer.key === chosen ? null : answer.key)} aria-expanded={answer.key === chosen}>
                  <span class={`key outcome ${look}`}><span aria-hidden="true">{sign}</span> {answer.how}</span>
                  <span class="first"><Inline text={named(answer.before)} /> → <strong><Inline text={named(answer.after)} /></strong></span>
                  <span class="preview"><Inline text={answer.key} /></span>
                </button>
              );
            }}
          </VirtualList>
          {found !== undefined && (
            <article class="record">
              <h3><Inline text={found.key} /></h3>
              <ModelText text={found.prompt} label="Prompt" quiet />
              <p>Right is <strong><Inline text={named(found.gold)} /></strong>. It answered <Inline text={named(found.before)} />, and answers <Inline text={named(found.after)} /> now.</p>
            </article>
          )}
        </>
      )}
    </Section>
  );
}

function named(answer: string | null): string {
  return answer ?? "none of the options";
}
