import type { Ledger, Run } from "../../ledger/index.ts";

/** A word that changes with whatever is written to a run: times alone are kept to the second. */
export async function runVersion(ledger: Ledger, { id, status, updatedAt }: Pick<Run, "id" | "status" | "updatedAt">): Promise<string> {
  const [records, work] = await Promise.all([ledger.countRecords(id), ledger.countWork(id)]);
  const counts = [...records.map(({ count }) => count), ...work.map(({ done, failed }) => done + failed)];
  return `${status}-${updatedAt}-${counts.reduce((total, count) => total + count, 0)}`;
}
