import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomStream, type RandomStream } from "../../stats/index.ts";
import type { CompletionOutcome, Ledger, MetricPoint } from "../ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";

/** What a worker was told by the ledger, and wrote down before it could be killed. */
export type Confirmation = { kind: string; key: string; by: string; outcome: CompletionOutcome } | { metric: MetricPoint };

/** @see killSeries */
export interface KillSeriesOptions {
  folder: string;
  kills: number;
  workers: number;
  seed: number;
}

/** What is left after a series of kills. */
export interface KillSeriesResult {
  run: string;
  /** The keys of all work of the kind `generation`. */
  keys: readonly string[];
  confirmations: readonly Confirmation[];
  /** How many processes ended by SIGKILL. */
  killed: number;
  /** What workers printed on stderr. */
  errors: string;
}

const LEASE = 400;
const ITEMS_AT_ONCE = 60;

interface Worker {
  process: ChildProcess;
  ended: Promise<NodeJS.Signals | null>;
  /** Batches of work it has settled. */
  settled: number;
  /** Called when it is about to write results. */
  onCompleting: () => void;
  file: string;
}

/** Lets several processes work on one run and kills them at seeded random times; each that was killed is replaced. */
export async function killSeries({ folder, kills, workers, seed }: KillSeriesOptions): Promise<KillSeriesResult> {
  const random = randomStream(seed, "kill series");
  await using ledger = await openSqliteLedger({ folder });
  const { id: run } = await ledger.createRun({ kind: "bench" });
  const all: Worker[] = [];
  const errors: string[] = [];
  const start = (): Worker => {
    const file = join(folder, `confirmed ${all.length}`);
    const worker = startWorker([folder, run, `worker ${all.length}`, String(seed), String(LEASE), file], file, errors);
    all.push(worker);
    return worker;
  };
  const keys: string[] = [];
  let killed = 0;
  try {
    await topUp(ledger, run, keys);
    const alive = Array.from({ length: workers }, start);
    while (killed < kills) {
      const victim = alive[random.integer(alive.length)]!;
      await killAtSomeMoment(random, victim, () => topUp(ledger, run, keys));
      if ((await victim.ended) !== "SIGKILL") throw new Error(`A worker ended by itself: ${errors.join("")}`);
      killed += 1;
      alive[alive.indexOf(victim)] = start();
    }
    await finish(ledger, run);
    for (const worker of alive) await worker.ended;
  } finally {
    for (const worker of all) worker.process.kill("SIGKILL");
  }
  const lines = all.flatMap(({ file }) => readIfThere(file).split("\n").filter((line) => line !== ""));
  return { run, keys, confirmations: lines.map((line) => JSON.parse(line) as Confirmation), killed, errors: errors.join("") };
}

function startWorker(workerArguments: readonly string[], file: string, errors: string[]): Worker {
  const script = join(import.meta.dirname, "kill-worker.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...workerArguments], { stdio: ["ignore", "pipe", "pipe"] });
  const worker: Worker = { process: child, ended: new Promise((resolve) => child.on("close", (_, signal) => resolve(signal))), settled: 0, onCompleting: () => {}, file };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    worker.settled += text.split("settled").length - 1;
    if (text.includes("completing")) worker.onCompleting();
  });
  child.stderr.on("data", (text) => errors.push(String(text)));
  return worker;
}

/** Sometimes while it may still be opening the ledger, mostly anywhere in its work, or just while it writes results. */
async function killAtSomeMoment(random: RandomStream, victim: Worker, topUp: () => Promise<void>): Promise<void> {
  const way = random.uniform();
  const batches = way < 0.15 ? 0 : 1 + random.integer(12);
  const deadline = performance.now() + 5000;
  for (; victim.settled < batches && performance.now() < deadline; await sleep(5)) await topUp();
  if (way < 0.5) await sleep(15 * random.uniform());
  else {
    const delay = 3 * random.uniform();
    victim.onCompleting = () => {
      // Timers are too coarse for a moment within a commit.
      for (const start = performance.now(); performance.now() - start < delay; );
      victim.process.kill("SIGKILL");
    };
    for (; !victim.process.killed && performance.now() < deadline; await sleep(5)) await topUp();
  }
  victim.process.kill("SIGKILL");
}

async function topUp(ledger: Ledger, run: string, keys: string[]): Promise<void> {
  const waiting = (await ledger.countWork(run)).find(({ kind }) => kind === "generation")?.pending ?? 0;
  // Only when none is left, so that now and then workers take over what others hold beyond their leases.
  if (waiting > 0) return;
  const wanted = Array.from({ length: ITEMS_AT_ONCE }, (_, index) => `item ${keys.length + index}`);
  keys.push(...wanted);
  await ledger.enqueueWork(run, wanted.map((key) => ({ kind: "generation", key })));
}

/** Waits until all work is done, what failed included, and tells the workers to go home. */
async function finish(ledger: Ledger, run: string): Promise<void> {
  for (;;) {
    const counts = await ledger.countWork(run);
    if (counts.every(({ pending, claimed, failed }) => pending + claimed + failed === 0)) break;
    await ledger.retryFailedWork(run);
    await sleep(50);
  }
  await ledger.putRecords(run, [{ kind: "control", key: "sealed", value: true }]);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Killed before it could open the file.
    return "";
  }
}
