import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { type ChatModel, type OpenChatOptions, openChatModel } from "../../../chat/index.ts";
import { type Ledger, openSqliteLedger } from "../../../ledger/index.ts";
import type { Defence } from "../../defences/defence.ts";
import { lab } from "../../defences/lab.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { createExactJudge } from "../../judges/exact/exact-judge.ts";
import type { Judge } from "../../judges/judge.ts";
import { beginBench } from "../begin-bench.ts";
import type { BenchRun } from "../bench-run.ts";
import { type BenchEnd, type RunBenchOptions, runBench } from "../run-bench.ts";
import { type CompletionServer, type Reply, type SeenCall, startCompletionServer } from "./completion-server.ts";

/** A run with what works on it. */
export interface Begun extends BenchRun {
  readonly models: readonly ChatModel[];
  readonly judge: Judge;
}

/** @see BenchBed.begin */
export interface BeginOptions {
  readonly set: readonly BenchItem[];
  readonly ledger?: Ledger;
  readonly trials?: number;
  readonly temperature?: number | null;
  readonly defences?: readonly Defence[];
}

/** What tests of the runner share; closes all it has opened. */
export interface BenchBed {
  readonly root: string;
  openLedger(folder?: string): Promise<Ledger>;
  serve(answer: (call: SeenCall, before: number) => Reply | Promise<Reply>, milliseconds?: number): Promise<CompletionServer>;
  open(server: CompletionServer, model?: string, options?: OpenChatOptions): Promise<ChatModel>;
  begin(models: readonly ChatModel[], options: BeginOptions): Promise<Begun>;
  work(begun: Begun, more?: Partial<RunBenchOptions>): Promise<BenchEnd>;
}

export function benchBed(): BenchBed {
  const root = mkdtempSync(join(tmpdir(), "steadfast-bench-"));
  const opened: { close(): Promise<void> }[] = [];
  let folders = 0;
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const keep = <Value extends { close(): Promise<void> }>(value: Value): Value => {
    opened.push(value);
    return value;
  };
  const openLedger = async (folder = join(root, String((folders += 1)))): Promise<Ledger> => keep(await openSqliteLedger({ folder }));
  return {
    root,
    openLedger,
    serve: async (answer, milliseconds = 0) => keep(await startCompletionServer(answer, { milliseconds })),
    open: async (server, model = "parrot", options = {}) => keep(await openChatModel(server.reference(model), { environment: {}, price: { input: 1, output: 2, cached: null }, maxRetries: 0, ...options })),
    begin: async (models, { set, ledger: given, trials = 1, temperature = 0, defences = [lab] }) => {
      const ledger = given ?? (await openLedger());
      const { id: run } = await ledger.createRun({ kind: "bench" });
      const plan = await beginBench({ ledger, run, set: "lab", items: set, models, defences, trials, parameters: { temperature, maxTokens: null, seed: 0 } });
      return { ledger, run, plan, defences, models, judge: createExactJudge() };
    },
    work: (begun, more = {}) => runBench({ ...begun, leaseMilliseconds: 2000, ...more }),
  };
}

export async function collect<Value>(rows: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
