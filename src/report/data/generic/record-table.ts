import type { Json } from "../../../base/index.ts";
import type { Ledger } from "../../../ledger/index.ts";
import { type BlockTable, recordsPerBlock } from "../blocks.ts";
import type { RecordRow, RecordTable } from "../document.ts";
import { shortJson } from "../short-text.ts";

const mostRows = 50_000;
const previewCharacters = 100;
// So that a block of long records is still read in a moment.
const charactersPerBlock = 4_000_000;

/** The records of one kind, their beginnings at once and the rest in blocks. */
export async function readRecordTable(ledger: Ledger, run: string, { kind, count }: { readonly kind: string; readonly count: number }): Promise<{ readonly table: RecordTable; readonly blocks: BlockTable }> {
  const keys: string[] = [];
  const previews: string[] = [];
  let characters = 0;
  for await (const { key, value } of ledger.streamRecords(run, { kind, limit: mostRows })) {
    keys.push(key);
    previews.push(shortJson(value, previewCharacters));
    characters += JSON.stringify(value).length;
  }
  const blockRows = Math.max(1, Math.floor(Math.min(recordsPerBlock, (charactersPerBlock * keys.length) / Math.max(1, characters))));
  return {
    table: { kind, total: Math.max(count, keys.length), keys, previews, blockRows },
    blocks: {
      name: tableName(kind),
      blocks: Math.ceil(keys.length / blockRows),
      read: async (block) => {
        const wanted = keys.slice(block * blockRows, (block + 1) * blockRows);
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
