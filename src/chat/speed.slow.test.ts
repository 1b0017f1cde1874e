import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChatModel } from "./open-chat-model.ts";
import type { ChatModel, ChatRequest } from "./port/chat-model.ts";

const calls = 2000;
const concurrency = 128;
const request = (index: number): ChatRequest => ({ messages: [{ role: "user", text: `${"A question of some length. ".repeat(40)}${index}` }], maxTokens: 500, temperature: 0 });

let server: ChildProcess;
let url: string;
beforeAll(async () => {
  server = fork(join(import.meta.dirname, "testing/delay-server.ts"));
  const [{ url: told }] = (await once(server, "message")) as [{ url: string }];
  url = told;
});
afterAll(() => void server.disconnect());

/** Milliseconds: of CPU for each call, of time for all. */
interface Measurement {
  readonly cpu: number;
  readonly wall: number;
}

async function measured(work: () => Promise<void>): Promise<Measurement> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000 / calls, wall: performance.now() - start };
}

async function bareFetch(): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < calls) {
      const { messages } = request(next++);
      const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model: "a", messages }) });
      expect(((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]!.message.content).toBe("yes");
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function throughPort(model: ChatModel): Promise<void> {
  await Promise.all(Array.from({ length: calls }, async (_, index) => expect((await model.generate(request(index))).text).toBe("yes")));
}

test("2000 calls at 128 at once: at most 2 ms of CPU above bare fetch, no call above the limit, flat memory", async () => {
  const model = await openChatModel(`${url}/v1#a`, { environment: {}, initialConcurrency: concurrency, maximumConcurrency: concurrency });
  await throughPort(model);
  server.send("counts");
  const [{ mostAtOnce }] = (await once(server, "message")) as [{ mostAtOnce: number }];
  expect(mostAtOnce).toBeLessThanOrEqual(concurrency);
  expect(mostAtOnce).toBeGreaterThan(concurrency / 2);
  await bareFetch();

  const rounds: { bare: Measurement; port: Measurement; memory: number }[] = [];
  for (let round = 0; round < 4; round += 1) rounds.push({ bare: await measured(bareFetch), port: await measured(() => throughPort(model)), memory: memoryNow() });
  await model.close();
  const best = (which: "bare" | "port"): number => Math.min(...rounds.map((round) => round[which].cpu));
  console.log(`CPU for a call: bare fetch ${best("bare").toFixed(2)} ms, through the port ${best("port").toFixed(2)} ms; ${calls} calls in ${Math.round(Math.min(...rounds.map(({ port }) => port.wall)))} ms; heap after each round ${rounds.map(({ memory }) => `${(memory / 2 ** 20).toFixed(0)} MiB`).join(", ")}`);
  expect(best("port") - best("bare")).toBeLessThan(2);
  expect(rounds.at(-1)!.memory - rounds[0]!.memory).toBeLessThan(4 * 2 ** 20);
});

/** Bytes that are in use once what is not is given back. */
function memoryNow(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
