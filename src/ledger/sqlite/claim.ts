import type { ClaimOptions, WorkClaim } from "../port/work.ts";
import { type Context, touchRun } from "./context.ts";
import { runNotFound } from "./errors.ts";
import { decodeJson } from "./json.ts";
import { decodeText, encodeText } from "./text.ts";

interface Row {
  sequence: number;
  key: string;
  payload: string;
  attempts: number;
}

/** Waiting items first: one that kills its workers shall not stand in the way of the others. */
const STATES = ["pending", "claimed"] as const;

export async function claimItems(context: Context, run: string, options: ClaimOptions): Promise<readonly WorkClaim[]> {
  const { connection, writer } = context;
  // Most polls of an idle worker end here, without a transaction that others would wait for.
  if (!(await connection.whenFree(() => isAnyClaimable(context, run, options)))) return [];
  return writer.write(() => {
    touchRun(context, run);
    const claims: WorkClaim[] = [];
    for (const state of STATES) claims.push(...claimOfState(context, run, state, { ...options, limit: (options.limit ?? 1) - claims.length }));
    return claims;
  });
}

function isAnyClaimable({ connection, now }: Context, run: string, { kind }: ClaimOptions): boolean {
  const row = connection.get<{ runs: number; items: number }>(
    `SELECT EXISTS (SELECT 1 FROM runs WHERE id = :run) AS runs,
       EXISTS (SELECT 1 FROM work_items WHERE run = :run AND kind = :kind AND state IN ('pending', 'claimed') AND available_at <= :now) AS items`,
    { run, kind: encodeText(kind), now: now() },
  )!;
  if (row.runs === 0) throw runNotFound(run, connection.file);
  return row.items > 0;
}

function claimOfState({ connection, now }: Context, run: string, state: string, { kind, worker, leaseMilliseconds, limit = 1 }: ClaimOptions): WorkClaim[] {
  if (limit <= 0) return [];
  const time = now();
  const rows = connection.all<Row>(
    `UPDATE work_items SET state = 'claimed', worker = :worker, available_at = :until, attempts = attempts + 1
     WHERE sequence IN (
       SELECT sequence FROM work_items WHERE run = :run AND kind = :kind AND state = :state AND available_at <= :time
       ORDER BY available_at, sequence LIMIT :limit
     ) RETURNING sequence, key, payload, attempts`,
    { run, kind: encodeText(kind), state, worker: encodeText(worker), time, until: time + leaseMilliseconds, limit },
  );
  return rows
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ sequence, key, payload, attempts }) => ({ run, kind, key: decodeText(key), payload: decodeJson(payload), attempts, sequence }));
}
