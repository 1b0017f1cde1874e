import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Json } from "../../../base/index.ts";
import type { RecordRow, RecordTable } from "../../data/document.ts";
import { useLoaded, useSource } from "../source/use-source.ts";
import { Inline, ModelText } from "../text/model-text.tsx";
import { visibleLine } from "../text/visible-pieces.ts";
import { formatCount, formatTime } from "./figures.ts";
import { leavesOf } from "./leaves.ts";
import { Section, Waiting } from "./section.tsx";
import { leafView } from "./facts.tsx";
import { VirtualList } from "./virtual-list.tsx";

/** Records of one kind: a list, and below it the one that was chosen. */
export function RecordList({ run, table, version }: { readonly run: string; readonly table: RecordTable; readonly version: string }): JSX.Element {
  const [chosen, setChosen] = useState<number | null>(null);
  const { kind, keys, previews, total } = table;
  return (
    <Section title={`Records: ${kind}`} note={total > keys.length ? `The first ${formatCount(keys.length)} of ${formatCount(total)}.` : `${formatCount(total)} in the order they were written.`}>
      <VirtualList count={keys.length} rowHeight={36} label={visibleLine(`Records of the kind ${kind}`)}>
        {(row) => (
          <button type="button" class={row === chosen ? "row chosen" : "row"} onClick={() => setChosen(row === chosen ? null : row)} aria-expanded={row === chosen}>
            <span class="key"><Inline text={keys[row]!} /></span>
            <span class="preview"><Inline text={previews[row]!} /></span>
          </button>
        )}
      </VirtualList>
      {chosen !== null && <Chosen run={run} table={table} row={chosen} version={version} />}
    </Section>
  );
}

function Chosen({ run, table: { kind, blockRows, keys }, row, version }: { readonly run: string; readonly table: RecordTable; readonly row: number; readonly version: string }): JSX.Element {
  const source = useSource();
  const block = Math.floor(row / blockRows);
  const { value, error } = useLoaded(() => source.block(run, `records ${kind}`, block), [run, kind, block, version]);
  const found = (value as readonly RecordRow[] | null)?.find(({ key }) => key === keys[row]);
  if (found === undefined) return <Waiting error={error} />;
  return (
    <article class="record">
      <h3><Inline text={found.key} /></h3>
      <p class="note">{formatTime(found.createdAt)}</p>
      <RecordValue value={found.value} />
    </article>
  );
}

const mostLeaves = 300;

/** Any JSON value: short leaves in a table, long ones as texts. */
export function RecordValue({ value }: { readonly value: Json }): JSX.Element {
  const leaves = leavesOf(value).slice(0, mostLeaves);
  const isLong = (leaf: Json): leaf is string => typeof leaf === "string" && (leaf.length > 80 || leaf.includes("\n"));
  const short = leaves.filter(([, leaf]) => !isLong(leaf));
  return (
    <>
      {short.length > 0 && (
        <table class="facts" aria-label="Values">
          <tbody>
            {short.map(([path, leaf]) => <tr key={path}><th scope="row"><Inline text={path === "" ? "value" : path} /></th><td>{leafView(leaf)}</td></tr>)}
          </tbody>
        </table>
      )}
      {leaves.flatMap(([path, leaf]) => (isLong(leaf) ? [<div key={path}><h4><Inline text={path === "" ? "value" : path} /></h4><ModelText text={leaf} /></div>] : []))}
    </>
  );
}
