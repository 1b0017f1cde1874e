import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { Waiting } from "../../parts/section.tsx";
import { useRecords } from "../../source/use-records.ts";
import { BiasTable } from "./bias-table.tsx";
import { Methods } from "./methods.tsx";
import { Neurons } from "./neurons.tsx";
import { NothingRemoved } from "./nothing-removed.tsx";
import { methodRows } from "./repair-records.ts";

const kinds = ["method", "neurons"];

/** What a repair changed: the model as it was and as it is. */
export function RepairInShort({ document }: { readonly document: RunDocument }): JSX.Element {
  const { value: records, error } = useRecords(document, kinds);
  if (records === null) return <Waiting error={error} />;
  const methods = methodRows(records);
  const ends = methods.filter((_, place) => place === 0 || place === methods.length - 1);
  return (
    <>
      <NothingRemoved document={document} />
      <Methods rows={ends} />
      <BiasTable rows={ends} />
      <Neurons records={records} />
    </>
  );
}
