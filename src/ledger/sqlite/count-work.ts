import type { WorkCounts, WorkState } from "../port/work.ts";
import type { Context } from "./context.ts";
import { decodeText } from "./text.ts";

interface Row {
  kind: string;
  state: string;
  count: number;
  next: number | null;
}

export function countWork({ connection }: Context, run: string): readonly WorkCounts[] {
  const rows = connection.all<Row>(
    `SELECT kind, state, count(*) AS count, min(available_at) AS next FROM work_items WHERE run = :run GROUP BY kind, state ORDER BY kind`,
    { run },
  );
  const counts = new Map<string, WorkCounts>();
  for (const { kind, state, count, next } of rows) {
    const entry = counts.get(kind) ?? { kind: decodeText(kind), pending: 0, claimed: 0, done: 0, failed: 0, nextAvailableAt: null };
    entry[state as WorkState] = count;
    if (next !== null) entry.nextAvailableAt = Math.min(next, entry.nextAvailableAt ?? Infinity);
    counts.set(kind, entry);
  }
  return [...counts.values()];
}
