import { resolve } from "node:path";
import type { Event, EventSink } from "../../base/index.ts";
import { describeArtifact, type Ledger, type MetricPoint, type NewRecord } from "../../ledger/index.ts";

/** @see createLedgerWriter */
export interface LedgerWriter {
  sink: EventSink;
  /** Writes what is still waiting. Rejects with the first thing that could not be written. */
  flush(): Promise<void>;
}

const flushMilliseconds = 100;

/**
 * Writes what rooms report into a run: records, metrics, messages (as records of the kind `message`), and artifacts with
 * the hash of their files. Events come faster than transactions: they are written together, ten times a second.
 * Once something cannot be written, `onFailure` is told and later events are dropped.
 */
export function createLedgerWriter(options: { ledger: Ledger; run: string; onFailure: (error: unknown) => void }): LedgerWriter {
  const { ledger, run, onFailure } = options;
  let records: NewRecord[] = [];
  let metrics: MetricPoint[] = [];
  let artifacts: { name: string; path: string }[] = [];
  // A run that is resumed goes on with messages of its own: the time at which this writer began keeps them apart.
  const began = new Date().toISOString();
  let messages = 0;
  let timer: NodeJS.Timeout | undefined;
  let failure: { error: unknown } | null = null;
  let writing: Promise<void> = Promise.resolve();

  function take(event: Event): void {
    if (event.type === "progress" || failure !== null) return;
    if (event.type === "record") records.push({ kind: event.kind, key: event.key, value: event.value });
    else if (event.type === "metric") metrics.push({ name: event.name, step: event.step, value: event.value });
    else if (event.type === "artifact") artifacts.push({ name: event.name, path: event.path });
    else records.push({ kind: "message", key: `${began} ${String((messages += 1)).padStart(6, "0")}`, value: { level: event.level, text: event.text } });
    timer ??= setTimeout(() => void writeAll(), flushMilliseconds);
  }

  function writeAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeWaiting).catch((error: unknown) => {
      if (failure === null) {
        failure = { error };
        onFailure(error);
      }
    });
    return writing;
  }

  async function writeWaiting(): Promise<void> {
    const batch = { records, metrics, artifacts };
    [records, metrics, artifacts] = [[], [], []];
    if (batch.records.length > 0) await ledger.putRecords(run, batch.records);
    if (batch.metrics.length > 0) await ledger.putMetrics(run, batch.metrics);
    for (const { name, path } of batch.artifacts) await ledger.putArtifact(run, await describeArtifact({ name, path: resolve(path) }));
  }

  return {
    sink: take,
    async flush(): Promise<void> {
      await writeAll();
      if (failure !== null) throw failure.error;
    },
  };
}
