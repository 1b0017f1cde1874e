import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { checkSqliteLedger } from "../../ledger/index.ts";
import { randomStream } from "../../stats/index.ts";
import { promptOf } from "../../world/index.ts";
import { labItems } from "../items/lab-items.ts";
import { createModelJudge } from "../judges/model/model-judge.ts";
import { allAsExpected, seenByJudge, sealed } from "../judges/testing/scripted-judge.ts";
import { generationRows, judgementRows } from "./read-rows.ts";
import { benchBed, collect } from "./testing/bench-bed.ts";
import { nameOfCall } from "./testing/completion-server.ts";
import { oracle } from "./testing/oracle.ts";

const bed = benchBed();
const kills = 60;
const latency = 150;
const items = labItems({ perCell: 90 });
const { replies, passes } = oracle(items);
const golds = new Map(items.map(({ instruction, input, gold }) => [JSON.stringify([instruction, input]), gold!]));

interface Ask {
  readonly at: number;
  answeredAt: number | undefined;
}

test(`${kills} kills of two processes on one run: nothing that was finished is lost or asked again, and all comes out as it is`, async () => {
  const random = randomStream(7, "kills");
  const asks = new Map<string, Ask[]>();
  // What was in the ledger when a process had died: never to be asked again.
  const finished = new Set<string>();
  const askedAgain: string[] = [];
  const server = await bed.serve(async (call) => {
    const name = nameOfCall(call);
    if (finished.has(name)) askedAgain.push(name);
    const ask: Ask = { at: performance.now(), answeredAt: undefined };
    asks.set(name, [...(asks.get(name) ?? []), ask]);
    await sleep(latency * (0.5 + random.uniform()));
    ask.answeredAt = performance.now();
    if (call.model === "parrot") return replies.get(call.question)!;
    const { nonce, data, questions } = seenByJudge({ messages: [{ role: "user", text: call.question }], maxTokens: 1 });
    const answers = allAsExpected(questions);
    if (golds.get(JSON.stringify([data.instruction, data.input]))!.trim() === data.output.trim()) return sealed({ answers }, nonce);
    return sealed({ answers: Object.fromEntries(Object.entries(answers).map(([question, answer]) => [question, answer === "yes" ? "no" : "yes"])), instead: "answered" }, nonce);
  });
  const folder = join(bed.root, "killed");
  const ledger = await bed.openLedger(folder);
  const begun = await bed.begin([await bed.open(server)], { set: items, ledger });
  const judge = createModelJudge(await bed.open(server, "owl"));
  const errors: string[] = [];
  const start = (): ChildProcess => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "testing/kill-worker.ts"), folder, begun.run, server.url, "3000"], { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr!.on("data", (text) => errors.push(String(text)));
    return child;
  };

  const killed: { readonly at: number; readonly goneAt: number }[] = [];
  const workers = [start(), start()];
  try {
    while (killed.length < kills) {
      await sleep(150 + 900 * random.uniform());
      const place = random.integer(2);
      const victim = workers[place]!;
      expect([victim.exitCode, errors.join("")]).toEqual([null, ""]);
      const at = performance.now();
      victim.kill("SIGKILL");
      await once(victim, "close");
      killed.push({ at, goneAt: performance.now() });
      for await (const { request } of generationRows(begun)) finished.add(nameOfCall({ model: "parrot", question: request.messages[0]!.text }));
      workers[place] = start();
    }
    const codes = await Promise.all(workers.map(async (worker) => (worker.exitCode === null ? ((await once(worker, "close")) as [number])[0] : worker.exitCode)));
    expect([codes, errors.join("")]).toEqual([[0, 0], ""]);
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
  }

  expect(askedAgain).toEqual([]);
  expect(await checkSqliteLedger({ folder })).toEqual([]);
  const rows = await collect(generationRows(begun));
  expect(rows.map(({ item, outcome }) => [item, outcome.type === "answered" && outcome.response.text])).toEqual(items.map((item) => [item.id, replies.get(promptOf(item))]));
  const verdicts = (await collect(judgementRows(begun, judge))).map(({ item, outcome }) => [item, outcome.type === "judged" && outcome.judgement.verdict]);
  expect(verdicts).toEqual(items.map(({ id }) => [id, passes.has(id) ? "pass" : "fail"]));

  // By the server's own books: what was asked again was in flight at a kill, or its answer was on its way into the ledger.
  const again = [...asks].flatMap(([name, all]) => all.slice(0, -1).map((ask) => ({ name, ask })));
  const unexplained = again.filter(({ ask: { at, answeredAt } }) => !killed.some((kill) => at <= kill.goneAt && (answeredAt === undefined || answeredAt >= kill.at - 1000)));
  expect(unexplained).toEqual([]);
  expect(again.length).toBeLessThanOrEqual(kills * 2 * 4);
  const calls = [...asks.values()].reduce((sum, all) => sum + all.length, 0);
  console.info(`${kills} kills: ${items.length} answers and as many judgements by ${calls} calls, ${again.length} of them again because they were in flight; ${finished.size} answers were there at the last kill`);
});
