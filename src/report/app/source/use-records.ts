import type { RecordRow, RunDocument } from "../../data/document.ts";
import { type Loaded, useLoaded, useSource } from "./use-source.ts";

/** All records of some kinds of a run, by kind; for kinds that have few. */
export function useRecords(document: RunDocument, kinds: readonly string[]): Loaded<ReadonlyMap<string, readonly RecordRow[]>> {
  const source = useSource();
  const { run, version, tables } = document;
  return useLoaded(async () => {
    const wanted = tables.filter(({ kind }) => kinds.includes(kind));
    const read = wanted.map(async ({ kind, keys, blockRows }) => {
      const blocks = await Promise.all(Array.from({ length: Math.ceil(keys.length / blockRows) }, (_, block) => source.block(run.id, `records ${kind}`, block)));
      return [kind, blocks.flat() as unknown as readonly RecordRow[]] as const;
    });
    return new Map(await Promise.all(read));
  }, [run.id, version]);
}

/** The values of one kind's records, as whoever wrote them gave them. */
export function valuesOf<Value>(records: ReadonlyMap<string, readonly RecordRow[]>, kind: string): Value[] {
  return (records.get(kind) ?? []).map(({ value }) => value as unknown as Value);
}
