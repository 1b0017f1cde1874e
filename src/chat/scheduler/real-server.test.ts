import { expect, test } from "vitest";
import type { Event } from "../../base/index.ts";
import { openChatModel } from "../open-chat-model.ts";
import type { ChatRequest } from "../port/chat-model.ts";
import { startServer } from "../testing/loopback-server.ts";
import { wireFormats } from "../testing/wire-formats.ts";
import { createScheduler } from "./scheduler.ts";

const format = wireFormats.find(({ name }) => name === "OpenAI-compatible")!;
const ask = (text: string): ChatRequest => ({ messages: [{ role: "user", text }], maxTokens: 50 });

test("finds what a server bears that refuses more than six calls at once: each call answered, the limit by the server's own count", async () => {
  let underWay = 0;
  let refused = 0;
  const server = await startServer(async ({ body }) => {
    underWay += 1;
    const isTooMany = underWay > 6;
    if (isTooMany) refused += 1;
    await new Promise((resolve) => void setTimeout(resolve, 5));
    underWay -= 1;
    return isTooMany ? { status: 429, headers: { "retry-after-ms": "20" }, body: format.error("slow down") } : { body: format.write({ text: format.question(body) }) };
  });
  const model = await openChatModel(`${server.url}/v1#a`, { environment: {}, initialConcurrency: 16, maximumConcurrency: 16, maxRetries: 30 });
  const texts = Array.from({ length: 200 }, (_, index) => `question ${index}`);
  const responses = await Promise.all(texts.map((text) => model.generate(ask(text))));
  expect(responses.map(({ text }) => text)).toEqual(texts);
  expect(server.mostAtOnce).toBeLessThanOrEqual(16);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(100);
  await model.close();
  await server.close();
});

test("a wait is visible, and ends at once when it is not wanted any more", async () => {
  const server = await startServer(() => ({ status: 429, headers: { "retry-after": "42" }, body: format.error("slow down") }));
  const events: Event[] = [];
  const model = await openChatModel(`${server.url}/v1#a`, { environment: {}, sink: (event) => events.push(event) });
  const controller = new AbortController();
  const calls = Promise.allSettled(["a", "b", "c"].map((text) => model.generate(ask(text), { signal: controller.signal })));
  await expect.poll(() => events.length).toBe(1);
  const before = performance.now();
  const reason = new Error("enough");
  controller.abort(reason);
  expect(await calls).toEqual(Array.from({ length: 3 }, () => ({ status: "rejected", reason })));
  expect(performance.now() - before).toBeLessThan(50);
  expect(events).toMatchObject([{ type: "message", level: "info", text: expect.stringMatching(/^Waiting 42 s for 127\.0\.0\.1:\d+: /) }]);
  await model.close();
  await server.close();
});

test("models of one scheduler share its budget and their lane, and what they used is told apart", async () => {
  const server = await startServer(({ body }) => ({ body: format.write({ text: format.question(body), usage: { input: 1000, output: 50, cached: 200 } }), after: 5 }));
  const price = { input: 10, output: 20, cached: 1 };
  const cost = (800 * 10 + 200 * 1 + 50 * 20) / 1e6;
  const scheduler = createScheduler({ budget: 10.5 * cost, initialConcurrency: 3, maximumConcurrency: 3 });
  const [target, judge] = await Promise.all(["target", "judge"].map((role) => openChatModel(`${server.url}/v1#a`, { environment: {}, scheduler, role, price })));
  const results = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? judge! : target!).generate(ask("x".repeat(1000)))));
  const answered = results.filter(({ status }) => status === "fulfilled").length;
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "budget-exceeded" });
  expect(server.seen).toHaveLength(answered);
  expect(server.mostAtOnce).toBeLessThanOrEqual(3);
  // What could still be spent is less than the most that one call can cost.
  expect(answered).toBe(10);
  const tallies = scheduler.tallies();
  expect(tallies.target!.calls + tallies.judge!.calls).toBe(10);
  expect(tallies.target!.cost! + tallies.judge!.cost!).toBeCloseTo(scheduler.spent(), 12);
  await Promise.all([target!.close(), judge!.close()]);
  await server.close();
});
