// `memory-worker.ts FOLDER COUNT`: COUNT items of 8 KB, asked of a script and judged; prints the highest heap that was alive.
import { scriptedChatModel } from "../../../chat/index.ts";
import { openSqliteLedger } from "../../../ledger/index.ts";
import { lab } from "../../defences/lab.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { createExactJudge } from "../../judges/exact/exact-judge.ts";
import { beginBench } from "../begin-bench.ts";
import { generationRows, judgementRows } from "../read-rows.ts";
import { runBench } from "../run-bench.ts";

const [folder, count] = process.argv.slice(2) as [string, string];
const text = "A text of some length, of which each item has its own copy. ".repeat(135);
function* items(): Generator<BenchItem> {
  for (let place = 0; place < Number(count); place += 1) yield { id: `item ${place}`, inputId: `input ${place >> 2}`, instructionTask: "rewriting", inputTask: "qa", instruction: "Rewrite it.", input: `${place} ${text}`, answer: "", gold: `${place} ${text}` };
}
let highest = 0;
const watch = setInterval(() => {
  globalThis.gc!();
  highest = Math.max(highest, process.memoryUsage().heapUsed);
}, 200);
const ledger = await openSqliteLedger({ folder });
const { id: run } = await ledger.createRun({ kind: "bench" });
const model = scriptedChatModel(({ messages }) => messages.at(-1)!.text.replace(/^[^]*Input: |\nOutput:$/g, ""));
const judge = createExactJudge();
const plan = await beginBench({ ledger, run, set: "many", items: items(), models: [model], defences: [lab], trials: 1, parameters: { temperature: 0, maxTokens: 100_000, seed: 0 } });
const bench = { ledger, run, plan, defences: [lab] };
const { judgements } = await runBench({ ...bench, models: [model], judge });
let rows = 0;
let passed = 0;
for await (const { outcome } of generationRows(bench)) rows += outcome.type === "answered" ? 1 : 0;
for await (const { outcome } of judgementRows(bench, judge)) passed += outcome.type === "judged" && outcome.judgement.verdict === "pass" ? 1 : 0;
clearInterval(watch);
await ledger.close();
console.log(JSON.stringify({ highestMegabytes: highest / 2 ** 20, judged: judgements.done, rows, passed }));
