import type { Completion, CompletionOutcome, NewWorkItem, WorkClaim, WorkFilter, WorkItem, WorkState, WorkStore } from "../port/work.ts";
import { claimItems } from "./claim.ts";
import type { Parameters } from "./connection.ts";
import { type Context, touchRun } from "./context.ts";
import { countWork } from "./count-work.ts";
import { decodeJson, encodeJson } from "./json.ts";
import { type EncodedRecord, encodeRecord, insertRecord } from "./records.ts";
import { streamRows } from "./stream.ts";
import { decodeText, encodeOptional, encodeText } from "./text.ts";
import { where } from "./where.ts";

interface Row {
  sequence: number;
  run: string;
  kind: string;
  key: string;
  state: string;
  available_at: number | null;
  attempts: number;
  worker: string | null;
  error: string;
  payload: string;
}

export function sqliteWork(context: Context): WorkStore {
  const { connection, writer, now } = context;
  return {
    async enqueueWork(run, items) {
      const encoded = items.map(encodeItem);
      return writer.write(() => {
        touchRun(context, run);
        return encoded.map((item) => enqueueItem(context, run, item));
      });
    },
    claimWork: (run, options) => claimItems(context, run, options),
    async renewWork(claims, { leaseMilliseconds }) {
      const held = [...claims];
      return writer.write(() => held.map((claim) => changeHeld(context, claim, "available_at = :until", { until: now() + leaseMilliseconds })));
    },
    async completeWork(completions) {
      const encoded = completions.map(encodeCompletion);
      return writer.write(() => encoded.map((completion) => complete(context, completion)));
    },
    async failWork(failures) {
      const encoded = failures.map(({ claim, error }) => ({ claim: { ...claim }, error: encodeJson(error) }));
      return writer.write(() => encoded.map(({ claim, error }) => changeHeld(context, claim, "state = 'failed', available_at = NULL, error = :error", { error })));
    },
    async releaseWork(claims, { delayMilliseconds = 0, error } = {}) {
      // Without a delay an item goes back to its old place in the queue.
      const at = delayMilliseconds > 0 ? now() + delayMilliseconds : 0;
      const changed = { at, error: error === undefined ? null : encodeJson(error) };
      const held = [...claims];
      return writer.write(() => held.map((claim) => changeHeld(context, claim, "state = 'pending', available_at = :at, error = coalesce(:error, error)", changed)));
    },
    retryFailedWork: (run, { kind } = {}) =>
      writer.write(() => {
        touchRun(context, run);
        const { sql, parameters } = where({ run: ["run = :run", run], kind: ["kind = :kind", encodeOptional(kind)] });
        return connection.change(`UPDATE work_items SET state = 'pending', available_at = 0 WHERE state = 'failed' AND ${sql}`, parameters);
      }),
    countWork: (run) => connection.whenFree(() => countWork(context, run)),
    streamWork: (run, filter) => streamWork(context, run, filter),
  };
}

type EncodedItem = Pick<Row, "kind" | "key" | "payload">;

interface EncodedCompletion {
  claim: WorkClaim;
  /** That of the item first. */
  records: readonly [EncodedRecord, ...EncodedRecord[]];
  followUps: readonly EncodedItem[];
}

function encodeItem({ kind, key, payload = null }: NewWorkItem): EncodedItem {
  return { kind: encodeText(kind), key: encodeText(key), payload: encodeJson(payload) };
}

function encodeCompletion({ claim, value, records = [], followUps = [] }: Completion): EncodedCompletion {
  const { kind, key } = claim;
  return { claim: { ...claim }, records: [encodeRecord({ kind, key, value }), ...records.map(encodeRecord)], followUps: followUps.map(encodeItem) };
}

function enqueueItem({ connection }: Context, run: string, item: EncodedItem): boolean {
  const sql = "INSERT INTO work_items (run, kind, key, state, available_at, payload) VALUES (:run, :kind, :key, 'pending', 0, :payload) ON CONFLICT DO NOTHING";
  return connection.change(sql, { ...item, run }) > 0;
}

function complete(context: Context, { claim: { run, sequence }, records: [record, ...others], followUps }: EncodedCompletion): CompletionOutcome {
  const { connection } = context;
  // Whoever holds the item by now: a result that was paid for is kept if it is the first.
  const finished = connection.change("UPDATE work_items SET state = 'done', available_at = NULL WHERE sequence = :sequence AND state <> 'done'", { sequence });
  if (finished === 0) return connection.get("SELECT 1 FROM work_items WHERE sequence = :sequence", { sequence }) === undefined ? "gone" : "duplicate";
  touchRun(context, run);
  const isNew = insertRecord(context, run, record);
  for (const other of others) insertRecord(context, run, other);
  for (const item of followUps) enqueueItem(context, run, item);
  return isNew ? "recorded" : "duplicate";
}

/** Changes an item if the claim still holds: the next claim of the same item counts one attempt more. */
function changeHeld(context: Context, { run, sequence, attempts }: WorkClaim, assignments: string, parameters: Parameters): boolean {
  const sql = `UPDATE work_items SET ${assignments} WHERE sequence = :sequence AND attempts = :attempts AND state = 'claimed'`;
  const isHeld = context.connection.change(sql, { ...parameters, sequence, attempts }) > 0;
  if (isHeld) touchRun(context, run);
  return isHeld;
}

function streamWork({ connection }: Context, run: string, { kind, state, after = 0, limit }: WorkFilter = {}): AsyncIterable<WorkItem> {
  const { sql, parameters } = where({
    run: ["run = :run", run],
    // The plus keeps SQLite to the index that has the order: every page would be sorted otherwise.
    kind: ["+kind = :kind", encodeOptional(kind)],
    state: ["+state = :state", state],
    after: ["sequence > :after", after],
  });
  return streamRows<Row, WorkItem>(connection, {
    sql: `SELECT * FROM work_items WHERE ${sql} ORDER BY sequence LIMIT :limit`,
    first: parameters,
    after: ({ sequence }) => ({ after: sequence }),
    as: asItem,
    limit,
  });
}

function asItem(row: Row): WorkItem {
  return {
    run: row.run,
    kind: decodeText(row.kind),
    key: decodeText(row.key),
    payload: decodeJson(row.payload),
    state: row.state as WorkState,
    attempts: row.attempts,
    worker: row.worker === null ? null : decodeText(row.worker),
    error: decodeJson(row.error),
    availableAt: row.available_at,
    sequence: row.sequence,
  };
}
