// `kill-worker.ts FOLDER RUN URL LEASE`: works on a run of the ledger until it is over, or until somebody kills it.
import { openChatModel } from "../../../chat/index.ts";
import { openSqliteLedger } from "../../../ledger/index.ts";
import { lab } from "../../defences/lab.ts";
import { createModelJudge } from "../../judges/model/model-judge.ts";
import { readPlan } from "../begin-bench.ts";
import { runBench } from "../run-bench.ts";

const [folder, run, url, lease] = process.argv.slice(2) as [string, string, string, string];
// It does not outlive who started it.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(3), 200).unref();
const ledger = await openSqliteLedger({ folder });
const options = { environment: {}, initialConcurrency: 4, maximumConcurrency: 4 };
const model = await openChatModel(`${url}#parrot`, options);
const judge = createModelJudge(await openChatModel(`${url}#owl`, options));
const { generations, judgements } = await runBench({ ledger, run, plan: await readPlan(ledger, run), defences: [lab], models: [model], judge, concurrency: 4, leaseMilliseconds: Number(lease) });
console.log(JSON.stringify({ generations, judgements }));
await judge.close();
await model.close();
await ledger.close();
