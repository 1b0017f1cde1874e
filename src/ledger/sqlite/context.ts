import type { Connection } from "./connection.ts";
import { runNotFound } from "./errors.ts";
import type { Writer } from "./writer.ts";

/** What every part of a ledger works with. */
export interface Context {
  connection: Connection;
  writer: Writer;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Notes that something is written to a run, once a second at most. Belongs at the start of every such transaction.
 *
 * @throws SteadfastError `run-not-found`.
 */
export function touchRun({ connection, now }: Context, run: string): void {
  const time = now();
  const touched = connection.change("UPDATE runs SET updated_at = :time WHERE id = :run AND updated_at <= :time - 1000", { run, time });
  if (touched === 0 && connection.get("SELECT 1 FROM runs WHERE id = :run", { run }) === undefined) throw runNotFound(run, connection.file);
}
