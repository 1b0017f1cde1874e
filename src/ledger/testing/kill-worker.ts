// `kill-worker.ts FOLDER RUN NAME SEED LEASE FILE`: works on a run until it is sealed, or until somebody kills it.
// What the ledger confirmed is then appended to FILE, in writes that a kill of this process cannot undo.
import { openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { randomStream } from "../../stats/index.ts";
import type { Completion, WorkClaim } from "../ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import type { Confirmation } from "./kill-series.ts";

const [folder, run, name, seed, lease, file] = process.argv.slice(2) as [string, string, string, string, string, string];
const leaseMilliseconds = Number(lease);
const random = randomStream(Number(seed), name);
const confirmations = openSync(file, "a");
const ledger = await openSqliteLedger({ folder });
let count = 0;
let step = 0;

// Nor does it outlive who started it.
const parent = process.ppid;
while (process.ppid === parent && !(await isSealed())) {
  const kind = random.uniform() < 0.5 ? "generation" : "judgement";
  const claims = await ledger.claimWork(run, { kind, worker: name, leaseMilliseconds, limit: 1 + random.integer(8) });
  await sleep(claims.length > 0 && random.uniform() < 0.04 ? leaseMilliseconds * 1.5 : random.integer(3));
  if (claims.length > 0) await settle(claims);
  else await sleep(random.integer(20));
}
await ledger.close();

async function settle(claims: readonly WorkClaim[]): Promise<void> {
  if (random.uniform() < 0.2) await ledger.renewWork(claims, { leaseMilliseconds });
  const fate = random.uniform();
  if (fate < 0.03) await ledger.releaseWork(claims);
  else if (fate < 0.06) await ledger.failWork(claims.map((claim) => ({ claim, error: `${name} gave up` })));
  // One by one, committed together by the ledger; or as one batch.
  else if (fate < 0.5) await Promise.all(claims.map((claim) => complete([completionOf(claim)])));
  else await complete(claims.map(completionOf));
  const point = { name, step: (step += 1), value: random.uniform() };
  await ledger.putMetrics(run, [point]);
  confirm({ metric: point });
  console.log("settled");
}

function completionOf(claim: WorkClaim): Completion {
  count += 1;
  const value = { by: `${name} ${count}`, padding: "x".repeat(random.integer(30_000)) };
  if (claim.kind !== "generation") return { claim, value };
  return { claim, value, records: [{ kind: "usage", key: claim.key, value: value.by }], followUps: [{ kind: "judgement", key: claim.key }] };
}

async function complete(completions: readonly Completion[]): Promise<void> {
  console.log("completing");
  const outcomes = await ledger.completeWork(completions);
  for (const [index, { claim, value }] of completions.entries()) {
    confirm({ kind: claim.kind, key: claim.key, by: (value as { by: string }).by, outcome: outcomes[index]! });
  }
}

function confirm(confirmation: Confirmation): void {
  writeSync(confirmations, `${JSON.stringify(confirmation)}\n`);
}

async function isSealed(): Promise<boolean> {
  return (await ledger.findRecord({ kind: "control", run }, "sealed")) !== null;
}
