import { type EventSink, type Json, SteadfastError, tee } from "../../base/index.ts";
import type { Ledger, Run, RunStatus } from "../../ledger/index.ts";
import type { RunContext, RunOptions, RunResult } from "../definition/command.ts";
import { describeEnvironment } from "./environment.ts";
import { failureOf } from "./failure.ts";
import { isInterruption } from "./interrupt.ts";
import { createLedgerWriter } from "./ledger-writer.ts";
import { isSecretName, withoutSecrets } from "./secrets.ts";

/** @see runInLedger */
export interface LedgerRunOptions extends RunOptions {
  /** The options and arguments that the command was given. */
  given: { readonly [name: string]: unknown };
  argv: readonly string[];
  /** The configuration file that completed the options. */
  configuration: string | null;
  environment: Readonly<Record<string, string | undefined>>;
  open(): Promise<Ledger>;
  sink: EventSink;
  signal: AbortSignal;
}

/** Does work as a run of the ledger: from its creation to its status, whatever happens in between. */
export async function runInLedger(options: LedgerRunOptions, work: (run: RunContext) => Promise<RunResult>): Promise<RunResult & { id: string }> {
  const { kind, title, given, argv, configuration, environment, sink, resume } = options;
  const ledger = await options.open();
  const begin = (): Promise<Run> =>
    ledger.createRun({
      kind,
      ...(title === undefined ? {} : { title }),
      options: { ...storable(given, environment), ...options.options },
      environment: { ...describeEnvironment({ argv, environment }), ...(configuration === null ? {} : { configuration }) },
    });
  const run = await (resume === undefined ? begin() : ledger.updateRun(resume, { status: "running" }));
  const writeFailed = new AbortController();
  const writer = createLedgerWriter({ ledger, run: run.id, onFailure: (error) => writeFailed.abort(error) });
  const finish = async (status: RunStatus, summary?: Json): Promise<void> => {
    await ledger.updateRun(run.id, { status, ...(summary === undefined ? {} : { summary }) });
  };
  try {
    const result = await work({ id: run.id, ledger, sink: tee(sink, writer.sink), signal: AbortSignal.any([options.signal, writeFailed.signal]) });
    await writer.flush();
    await finish(result.outcome === "incomplete" ? "incomplete" : "done", result.summary);
    return { ...result, id: run.id };
  } catch (thrown) {
    // Work that stopped because the ledger could not be written has that as its cause, not the stop.
    const error: unknown = writeFailed.signal.aborted ? writeFailed.signal.reason : thrown;
    const interrupted = options.signal.aborted && isInterruption(error);
    const { code, message, kind: errorKind } = failureOf(error);
    // The first error is the one to tell; a ledger that cannot be written any more cannot be told either.
    await writer.flush().catch(() => {});
    await finish(interrupted || errorKind === "incomplete" ? "incomplete" : "failed", interrupted ? undefined : { error: { code, message } }).catch(() => {});
    if (!interrupted) throw error;
    throw new SteadfastError({ code: "interrupted", kind: "incomplete", sentence: `Interrupted: what was done is kept as run ${run.id}.`, cause: error });
  }
}

function storable(given: { readonly [name: string]: unknown }, environment: Readonly<Record<string, string | undefined>>): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, isSecretName(name) ? "[removed]" : withoutSecretTexts(value, environment)]),
  );
}

function withoutSecretTexts(value: unknown, environment: Readonly<Record<string, string | undefined>>): Json {
  if (typeof value === "string") return withoutSecrets([value], environment)[0]!;
  if (Array.isArray(value)) return value.map((member) => withoutSecretTexts(member, environment));
  return value as Json;
}
