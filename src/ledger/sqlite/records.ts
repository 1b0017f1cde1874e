import type { LedgerRecord, NewRecord, RecordFilter, RecordScope, RecordStore } from "../port/records.ts";
import { type Context, touchRun } from "./context.ts";
import { decodeJson, encodeJson } from "./json.ts";
import { streamRows } from "./stream.ts";
import { decodeText, encodeOptional, encodeText } from "./text.ts";
import { where } from "./where.ts";

interface Row {
  sequence: number;
  run: string;
  kind: string;
  key: string;
  created_at: number;
  value: string;
}

const KEYS_PER_TURN = 500;

export function sqliteRecords(context: Context): RecordStore {
  const { connection, writer } = context;
  return {
    async putRecords(run, records, { replace = false } = {}) {
      const encoded = records.map(encodeRecord);
      return writer.write(() => {
        touchRun(context, run);
        return encoded.map((record) => (replace ? replaceRecord(context, run, record) : insertRecord(context, run, record)));
      });
    },
    findRecord: (scope, key) => connection.whenFree(() => findOne(context, scope, key)),
    findRecords: (scope, keys) => findMany(context, scope, keys),
    streamRecords: (run, filter) => streamRecords(context, run, filter),
    countRecords: (run) =>
      connection.whenFree(() =>
        connection
          .all<{ kind: string; count: number }>("SELECT kind, count(*) AS count FROM records WHERE run = :run GROUP BY kind ORDER BY kind", { run })
          .map(({ kind, count }) => ({ kind: decodeText(kind), count })),
      ),
  };
}

/** A record in its stored form. */
export type EncodedRecord = Pick<Row, "kind" | "key" | "value">;

/** Done when it is asked for, not when it is written: the caller may change what it gave. */
export function encodeRecord({ kind, key, value }: NewRecord): EncodedRecord {
  return { kind: encodeText(kind), key: encodeText(key), value: encodeJson(value) };
}

/** Within a transaction: writes a record unless there is one, and says whether there was none. */
export function insertRecord({ connection, now }: Context, run: string, record: EncodedRecord): boolean {
  const sql = "INSERT INTO records (run, kind, key, created_at, value) VALUES (:run, :kind, :key, :time, :value) ON CONFLICT DO NOTHING";
  return connection.change(sql, { ...record, run, time: now() }) > 0;
}

function replaceRecord(context: Context, run: string, record: EncodedRecord): boolean {
  const { kind, key } = record;
  // A row of its own, so that who streams with `after` sees the new value.
  const deleted = context.connection.change("DELETE FROM records WHERE kind = :kind AND key = :key AND run = :run", { run, kind, key });
  insertRecord(context, run, record);
  return deleted === 0;
}

function findOne({ connection }: Context, { kind, run }: RecordScope, key: string): LedgerRecord | null {
  const { sql, parameters } = where({
    kind: ["kind = :kind", encodeText(kind)],
    key: ["key = :key", encodeText(key)],
    run: ["run = :run", run],
  });
  const row = connection.get<Row>(`SELECT * FROM records WHERE sequence = (SELECT max(sequence) FROM records WHERE ${sql})`, parameters);
  return row === undefined ? null : asRecord(row);
}

async function findMany(context: Context, scope: RecordScope, keys: Iterable<string>): Promise<Map<string, LedgerRecord>> {
  const found = new Map<string, LedgerRecord>();
  const all = [...keys];
  for (let start = 0; start < all.length; start += KEYS_PER_TURN) {
    const some = all.slice(start, start + KEYS_PER_TURN);
    const records = await context.connection.whenFree(() => some.map((key) => findOne(context, scope, key)));
    for (const record of records) if (record !== null) found.set(record.key, record);
  }
  return found;
}

function streamRecords({ connection }: Context, run: string, { kind, after = 0, limit }: RecordFilter = {}): AsyncIterable<LedgerRecord> {
  const { sql, parameters } = where({
    run: ["run = :run", run],
    kind: ["kind = :kind", encodeOptional(kind)],
    after: ["sequence > :after", after],
  });
  return streamRows<Row, LedgerRecord>(connection, {
    sql: `SELECT * FROM records WHERE ${sql} ORDER BY sequence LIMIT :limit`,
    first: parameters,
    after: ({ sequence }) => ({ after: sequence }),
    as: asRecord,
    limit,
  });
}

function asRecord(row: Row): LedgerRecord {
  return {
    run: row.run,
    kind: decodeText(row.kind),
    key: decodeText(row.key),
    value: decodeJson(row.value),
    sequence: row.sequence,
    createdAt: row.created_at,
  };
}
