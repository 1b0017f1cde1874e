import type { Json } from "../../../base/index.ts";
import type { Ledger } from "../../../ledger/index.ts";
import { type BlockTable, recordsPerBlock } from "../blocks.ts";
import type { RecordRow, RecordTable } from "../document.ts";
import { shortJson } from "../short-text.ts";

const mostRows = 50_000;
const previewCharacters = 100;

/** The records of one kind, their beginnings at once and the rest in blocks. */
export async function readRecordTable(ledger: Ledger, run: string, { kind, count }: { readonly kind: string; readonly count: number }): Promise<{ readonly table: RecordTable; readonly blocks: BlockTable }> {
  const keys: string[] = [];
  const previews: string[] = [];
  for await (const { key, value } of ledger.streamRecords(run, { kind, limit: mostRows })) {
    keys.push(key);
    previews.push(shortJson(value, previewCharacters));
  }
  return {
    table: { kind, total: Math.max(count, keys.length), keys, previews, blockRows: recordsPerBlock },
    blocks: {
      name: tableName(kind),
      blocks: Math.ceil(keys.length / recordsPerBlock),
      read: async (block) => {
        const wanted = keys.slice(block * recordsPerBlock, (block + 1) * recordsPerBlock);
        const found = await ledger.findRecords({ kind, run }, wanted);
        return wanted.flatMap((key): RecordRow[] => {
          const record = found.get(key);
          return record === undefined ? [] : [{ key, value: record.value, createdAt: record.createdAt }];
        }) as Json;
      },
    },
  };
}

/** The name of the blocks of a kind of records. */
export function tableName(kind: string): string {
  return `records ${kind}`;
}
