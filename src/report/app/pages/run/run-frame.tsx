import type { ComponentChildren, JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { formatBytes, formatCount, formatTime } from "../../parts/figures.ts";
import { Facts } from "../../parts/facts.tsx";
import { Metrics } from "../../parts/metrics.tsx";
import { RecordList } from "../../parts/record-list.tsx";
import { Section } from "../../parts/section.tsx";
import { Status, took } from "../../parts/status.tsx";
import { Inline } from "../../text/model-text.tsx";
import { visibleLine } from "../../text/visible-pieces.ts";
import { Wide } from "../../parts/wide.tsx";

/** The head of every run's page. */
export function RunHead({ document: { run, work } }: { readonly document: RunDocument }): JSX.Element {
  return (
    <header class="run-head">
      <h1>
        <Inline text={run.kind} /> <code>{run.id}</code>
      </h1>
      {run.title !== null && <p class="title"><Inline text={run.title} /></p>}
      <p class="note">
        <Status status={run.status} /> · started {formatTime(run.createdAt)} · {took(run, Date.now())}
      </p>
      {run.status !== "done" && work.map(({ kind, pending, claimed, done, failed }) => {
        const total = pending + claimed + done + failed;
        return (
          <p key={kind} class="work">
            <progress max={total} value={done + failed} aria-label={visibleLine(kind)} /> <Inline text={kind} />: {formatCount(done)} of {formatCount(total)}{failed > 0 ? `, ${formatCount(failed)} failed` : ""}
          </p>
        );
      })}
    </header>
  );
}

/** What any run has, below what only its kind has. */
export function RunRest({ document, withoutMetrics = false, withoutTables = [] }: { readonly document: RunDocument; readonly withoutMetrics?: boolean; readonly withoutTables?: readonly string[] }): JSX.Element {
  const { run, version, metrics, messages, artifacts, tables } = document;
  return (
    <>
      {!withoutMetrics && metrics.length > 0 && <Section title="Metrics"><Metrics metrics={metrics} /></Section>}
      {tables.filter(({ kind }) => !withoutTables.includes(kind)).map((table) => <RecordList key={table.kind} run={run.id} table={table} version={version} />)}
      {messages.length > 0 && (
        <Section title="Messages">
          <ul class="messages">{messages.map(({ level, text, at }, place) => <li key={place} class={level === "warning" ? "warning" : ""}><time>{formatTime(at)}</time> <Inline text={text} /></li>)}</ul>
        </Section>
      )}
      {artifacts.length > 0 && <Files artifacts={artifacts} />}
      <Section title="How it was run">
        <Details title="Result in short" open={false}><Facts value={run.summary} label="Result in short" /></Details>
        <Details title="Options" open={false}><Facts value={run.options} label="Options" /></Details>
        <Details title="Surroundings" open={false}><Facts value={run.environment} label="Surroundings" /></Details>
      </Section>
    </>
  );
}

function Files({ artifacts }: Pick<RunDocument, "artifacts">): JSX.Element {
  return (
    <Section title="Files">
      <Wide>
        <table aria-label="Files">
          <thead><tr><th scope="col">name</th><th scope="col" class="number">size</th><th scope="col">path</th><th scope="col">SHA-256</th></tr></thead>
          <tbody>
            {artifacts.map(({ name, path, sha256, bytes }) => (
              <tr key={path}><td><Inline text={name} /></td><td class="number">{formatBytes(bytes)}</td><td><Inline text={path} /></td><td><code title={sha256}>{sha256.slice(0, 12)}</code></td></tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

/** Something that is opened on demand. */
export function Details({ title, open, children }: { readonly title: string; readonly open: boolean; readonly children: ComponentChildren }): JSX.Element {
  return (
    <details open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
