// `steadfast.mjs URL LIMIT`: DIM-Bench's 2000 items asked and judged by the published program, through the ledger, at most LIMIT calls at once.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { createScheduler, openChatModel } from "steadfast/chat";
import { beginBench, createModelJudge, openDefence, openItemSet, runBench } from "steadfast/dim-bench";
import { openSqliteLedger } from "steadfast/ledger";
import { printMeasured } from "./measured.mjs";

// As the command has it.
for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=30"]) setFlagsFromString(flag);
const [url, given] = process.argv.slice(2);
const limit = Number(given);
const folder = mkdtempSync(join(tmpdir(), "steadfast-bench-dim-"));
try {
  const scheduler = createScheduler({ initialConcurrency: limit, maximumConcurrency: limit });
  // One name, so that both share the limit.
  const model = await openChatModel(`${url}#parrot`, { scheduler, environment: {} });
  const judge = createModelJudge(await openChatModel(`${url}#parrot`, { scheduler, environment: {} }));
  const { items } = await openItemSet("dim-bench");
  const defences = [await openDefence("standard")];
  await printMeasured(async () => {
    const ledger = await openSqliteLedger({ folder });
    const { id: run } = await ledger.createRun({ kind: "bench" });
    const plan = await beginBench({ ledger, run, set: "dim-bench", items, models: [model], defences, trials: 1, parameters: { temperature: 0, maxTokens: null, seed: 0 } });
    const { generations, judgements } = await runBench({ ledger, run, plan, defences, models: [model], judge, concurrency: limit });
    await ledger.close();
    return `${generations.done} answers, ${judgements.done} judgements`;
  });
} finally {
  rmSync(folder, { recursive: true });
}
