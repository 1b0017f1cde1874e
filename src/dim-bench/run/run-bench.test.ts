import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Event } from "../../base/index.ts";
import type { ChatModel } from "../../chat/index.ts";
import { promptOf } from "../../world/index.ts";
import type { Defence } from "../defences/defence.ts";
import { lab } from "../defences/lab.ts";
import { labItems } from "../items/lab-items.ts";
import { createExactJudge } from "../judges/exact/exact-judge.ts";
import type { Judge } from "../judges/judge.ts";
import { generationRows, judgementRows } from "./read-rows.ts";
import { benchBed, type BeginOptions, type Begun, collect } from "./testing/bench-bed.ts";
import { type CompletionServer, nameOfCall, type SeenCall } from "./testing/completion-server.ts";
import { oracle } from "./testing/oracle.ts";

vi.setConfig({ testTimeout: 120_000 });
const bed = benchBed();
const items = labItems({ perCell: 2 });
const { replies, passes } = oracle(items);
const truthful = ({ question }: SeenCall): string => replies.get(question)!;
const { open, openLedger, work } = bed;
const root = bed.root;
const serve = (answer: Parameters<typeof bed.serve>[0] = truthful, milliseconds = 0): Promise<CompletionServer> => bed.serve(answer, milliseconds);
const begin = (models: readonly ChatModel[], options: Partial<BeginOptions> = {}): Promise<Begun> => bed.begin(models, { set: items, ...options });

/** The items that passed, for each model. */
async function passed(begun: Begun): Promise<Record<string, string[]>> {
  const generations = new Map((await collect(generationRows(begun))).map((row) => [`${row.key} ${row.item}`, row.model]));
  const rows = await collect(judgementRows(begun, begun.judge));
  const out: Record<string, string[]> = {};
  for (const { generation, item, outcome } of rows) if (outcome.type === "judged" && outcome.judgement.verdict === "pass") (out[generations.get(`${generation} ${item}`)!] ??= []).push(item);
  return out;
}

const once = (server: CompletionServer): void => expect([...server.asked.values()].every((times) => times === 1)).toBe(true);

test("each item is asked once, judged once, and comes out as it is", async () => {
  const server = await serve();
  const model = await open(server);
  const begun = await begin([model]);
  const events: Event[] = [];
  expect(await work(begun, { sink: (event) => events.push(event) })).toEqual({ generations: { total: 40, done: 40, cached: 0, failed: 0, waiting: 0 }, judgements: { total: 40, done: 40, cached: 0, failed: 0, waiting: 0 }, stopped: [] });
  expect(server.asked.size).toBe(40);
  once(server);
  expect(await passed(begun)).toEqual({ [model.reference]: items.filter(({ id }) => passes.has(id)).map(({ id }) => id) });
  const rows = await collect(generationRows(begun));
  expect(rows.map(({ item }) => item)).toEqual(items.map(({ id }) => id));
  expect(rows[0]).toMatchObject({ model: model.reference, defence: "lab", trial: 0, request: { messages: [{ role: "user", text: promptOf(items[0]!) }], temperature: 0, maxTokens: expect.any(Number) }, outcome: { type: "answered", response: { text: replies.get(promptOf(items[0]!)), finish: "stop" } } });
  const response = rows[0]!.outcome.type === "answered" ? rows[0]!.outcome.response : undefined;
  expect(rows[0]!.cost).toBeCloseTo((100 * 1 + response!.usage!.output * 2) / 1e6, 12);
  expect(events.findLast(({ type }) => type === "progress")).toMatchObject({ task: "judging", done: 40, total: 40 });
});

test("what is there is not asked again: by the same run, by another run, by another process's ledger of the same folder", async () => {
  const server = await serve();
  const folder = join(root, "shared");
  const first = await begin([await open(server)], { ledger: await openLedger(folder) });
  await work(first);
  await work(first);
  once(server);
  const second = await begin([await open(server)], { ledger: await openLedger(folder) });
  expect(await work(second)).toMatchObject({ generations: { total: 40, done: 40, cached: 40 }, judgements: { done: 40, cached: 0 } });
  once(server);
  const [before, after] = [await collect(generationRows(first)), await collect(generationRows(second))];
  expect(after).toEqual(before.map((row) => ({ ...row, cost: 0, cached: { run: first.run, cost: row.cost } })));
  expect(await passed(second)).toEqual(await passed(first));
  // A third takes over what was taken over, and still tells who paid.
  const third = await begin([await open(server)], { ledger: first.ledger });
  await work(third);
  expect((await collect(generationRows(third))).every(({ cached }) => cached?.run === first.run)).toBe(true);
  expect(await work(await begin([await open(server)], { ledger: first.ledger }), { fresh: true })).toMatchObject({ generations: { cached: 0 } });
  expect([...server.asked.values()].every((times) => times === 2)).toBe(true);
});

test("another temperature without a seed of its own, another trial or another model is another question", async () => {
  const server = await serve();
  const ledger = await openLedger();
  await work(await begin([await open(server)], { ledger }));
  const trials = await begin([await open(server), await open(server, "crow")], { ledger, trials: 2 });
  expect(await work(trials)).toMatchObject({ generations: { total: 160, cached: 40 } });
  expect([...server.asked.values()].reduce((sum, times) => sum + times, 0)).toBe(160);
  const hot = await begin([await open(server)], { ledger, temperature: 0.7, trials: 2 });
  await work(hot);
  expect((await collect(generationRows(hot))).map(({ request: { temperature, seed } }) => [temperature, seed]).slice(0, 2)).toEqual([[0.7, 0], [0.7, 1]]);
  expect([...server.asked.values()].reduce((sum, times) => sum + times, 0)).toBe(240);
});

test("items and defences that ask the same are asked once, and have rows of their own of which one costs", async () => {
  const server = await serve();
  const twins = items.slice(0, 3).flatMap((item) => [item, { ...item, id: `${item.id} again` }, { ...item, id: `${item.id} otherwise`, gold: "otherwise" }]);
  const model = await open(server);
  const same: Defence = { ...lab, name: "same" };
  const begun = await begin([model], { set: twins, defences: [lab, same] });
  expect(await work(begun)).toMatchObject({ generations: { total: 3, done: 3 }, judgements: { total: 6, done: 6 } });
  once(server);
  const rows = await collect(generationRows(begun));
  expect(rows).toHaveLength(18);
  expect(rows.filter(({ cost }) => cost! > 0)).toHaveLength(3);
  expect(rows.filter(({ cached }) => cached?.run === begun.run)).toHaveLength(15);
  const judgements = await collect(judgementRows(begun, begun.judge));
  expect(judgements.map(({ item }) => item)).toEqual(rows.map(({ item }) => item));
  for (const { item, outcome } of judgements) if (item.endsWith("otherwise")) expect(outcome).toMatchObject({ judgement: { verdict: "fail" } });
});

test("what is cut or declined is not judged", async () => {
  const server = await serve(({ question }) => (question === promptOf(items[0]!) ? { text: items[0]!.gold!, finish: "length" } : question === promptOf(items[1]!) ? { text: "", finish: "content_filter" } : replies.get(question)!));
  const begun = await begin([await open(server)]);
  const messages: string[] = [];
  expect(await work(begun, { sink: (event) => void (event.type === "message" && messages.push(event.text)) })).toMatchObject({ generations: { done: 40 }, judgements: { total: 38, done: 38 } });
  expect((await collect(judgementRows(begun, begun.judge))).map(({ item }) => item)).toEqual(items.slice(2).map(({ id }) => id));
  expect(messages.map((text) => /^Unscored \((.*?)\)/.exec(text)?.[1])).toEqual(expect.arrayContaining(["truncated-by-limit", "filtered"]));
});

test("failures are kept as failures, asked again when that is wanted, and never taken over", async () => {
  let isIll = true;
  const ill = new Set(items.filter((_, place) => place % 4 === 0).map((item) => promptOf(item)));
  const server = await serve(({ question }) => (isIll && ill.has(question) ? { status: 500 } : replies.get(question)!));
  const ledger = await openLedger();
  const begun = await begin([await open(server)], { ledger });
  expect(await work(begun, { concurrency: 1 })).toMatchObject({ generations: { total: 40, done: 30, failed: 10 }, judgements: { done: 30 } });
  const rows = await collect(generationRows(begun));
  expect(rows.filter(({ outcome }) => outcome.type === "failed")).toHaveLength(10);
  expect(rows[0]).toMatchObject({ outcome: { type: "failed", code: "server-failed" }, cost: 0 });
  await work(begun);
  expect([...server.asked.values()].every((times) => times === 1)).toBe(true);
  isIll = false;
  expect(await work(await begin([await open(server)], { ledger }))).toMatchObject({ generations: { done: 40, cached: 30, failed: 0 } });
  expect(await work(begun, { rerunFailed: true })).toMatchObject({ generations: { done: 40, failed: 0 }, judgements: { done: 40 } });
  expect((await collect(generationRows(begun))).every(({ outcome }) => outcome.type === "answered")).toBe(true);
  for (const [name, times] of server.asked) expect(times).toBe(ill.has(JSON.parse(name)[1]) ? 3 : 1);
});

test("a judge that fails is asked again, and the models are not", async () => {
  const server = await serve();
  const begun = await begin([await open(server)]);
  let isIll = true;
  const exact = createExactJudge();
  const { ChatFailure } = await import("../../chat/index.ts");
  const judge: Judge = {
    ...exact,
    price: { input: 1e6, output: 0, cached: null },
    judge: async (item, output, options) => {
      if (isIll && item.inputTask === "math") throw new ChatFailure({ code: "bad-response", sentence: "The judge is ill." });
      options?.onCall?.({ input: 10, output: 3, cached: 0, raw: null });
      return exact.judge(item, output);
    },
  };
  expect(await work({ ...begun, judge })).toMatchObject({ judgements: { done: 32, failed: 8 } });
  const rows = await collect(judgementRows(begun, judge));
  expect(rows.filter(({ outcome }) => outcome.type === "failed")).toHaveLength(8);
  expect(rows.find(({ outcome }) => outcome.type === "judged")).toMatchObject({ usage: { input: 10, output: 3, cached: 0 }, cost: 10 });
  isIll = false;
  expect(await work({ ...begun, judge }, { rerunFailed: true })).toMatchObject({ judgements: { done: 40, failed: 0 } });
  once(server);
  // What a judge was paid for is taken over by another run of the ledger.
  const again = { ...(await begin([await open(server)], { ledger: begun.ledger })), judge };
  expect(await work(again)).toMatchObject({ judgements: { done: 40, cached: 40 } });
  expect((await collect(judgementRows(again, judge)))[0]).toMatchObject({ cost: 0, cached: { run: begun.run } });
});

test("another judge judges what is there without asking the models again", async () => {
  const server = await serve();
  const begun = await begin([await open(server)]);
  await work(begun);
  const harsh: Judge = { name: "harsh", hash: "f".repeat(64), judge: async () => ({ verdict: "fail", instead: "other", reason: "No.", answers: [] }), close: async () => {} };
  expect(await work({ ...begun, judge: harsh })).toMatchObject({ generations: { done: 40 }, judgements: { total: 40, done: 40 } });
  once(server);
  expect((await collect(judgementRows(begun, harsh))).every(({ judge, outcome }) => judge === "harsh" && outcome.type === "judged" && outcome.judgement.verdict === "fail")).toBe(true);
  expect((await passed(begun))[begun.models[0]!.reference]).toHaveLength(passes.size);
});

test.each([
  ["a refused key", { status: 401 }, "unauthorized"],
  ["an unknown model", { status: 404 }, "model-missing"],
  ["an account without money", { status: 402 }, "quota-exhausted"],
] as const)("%s stops the model at once, and its work waits", async (_, reply, code) => {
  let isIll = true;
  const server = await serve(({ question, model }) => (isIll && model === "parrot" ? reply : replies.get(question)!));
  const begun = await begin([await open(server), await open(server, "crow")]);
  const warnings: string[] = [];
  const end = await work(begun, { concurrency: 4, sink: (event) => void (event.type === "message" && warnings.push(event.text)) });
  expect(warnings).toEqual([expect.stringContaining(`Nothing more is asked of ${begun.models[0]!.reference} for now:`)]);
  expect(end).toMatchObject({ generations: { done: 40, failed: 0, waiting: 40 }, judgements: { done: 40 }, stopped: [{ what: begun.models[0]!.reference, code }] });
  expect([...server.asked].filter(([name]) => JSON.parse(name)[0] === "parrot").length).toBeLessThan(10);
  isIll = false;
  expect(await work(begun)).toMatchObject({ generations: { done: 80, waiting: 0 }, stopped: [] });
});

test("a server that is down is given up after twenty failures in a row", async () => {
  let isIll = true;
  const server = await serve(({ question }) => (isIll ? { status: 500 } : replies.get(question)!));
  const begun = await begin([await open(server)]);
  const end = await work(begun, { concurrency: 2 });
  expect(end.stopped).toMatchObject([{ code: "server-failed" }]);
  expect(end.generations.failed).toBeGreaterThanOrEqual(20);
  expect(end.generations.failed).toBeLessThan(26);
  isIll = false;
  expect(await work(begun, { rerunFailed: true })).toMatchObject({ generations: { done: 40 }, judgements: { done: 40 } });
});

test("a budget ends the run before the call that might exceed it; a later one goes on", async () => {
  const server = await serve();
  const model = await open(server, "parrot", { budget: 0.02, price: { input: 10, output: 10, cached: null } });
  const begun = await begin([model]);
  const end = await work(begun, { concurrency: 1 });
  expect(end.stopped).toMatchObject([{ code: "budget-exceeded" }]);
  expect(end.generations).toMatchObject({ failed: 0 });
  expect(end.generations.done).toBeGreaterThan(1);
  expect(end.generations.done + end.generations.waiting).toBe(40);
  const spent = (await collect(generationRows(begun))).reduce((sum, { cost }) => sum + cost!, 0);
  expect(spent).toBeLessThanOrEqual(0.02);
  expect(await work({ ...begun, models: [await open(server)] })).toMatchObject({ generations: { done: 40 }, judgements: { done: 40 } });
  once(server);
});

test("a signal keeps what came back and lets go of the rest at once", async () => {
  const server = await serve(truthful, 20);
  const begun = await begin([await open(server, "parrot", { initialConcurrency: 4, maximumConcurrency: 4 })]);
  const controller = new AbortController();
  const reason = new Error("enough");
  const running = work(begun, { signal: controller.signal, leaseMilliseconds: 600_000 });
  while (server.answered.size < 10) await new Promise((resolve) => setTimeout(resolve, 2));
  controller.abort(reason);
  await expect(running).rejects.toBe(reason);
  const kept = (await collect(generationRows(begun))).length;
  expect(kept).toBeGreaterThanOrEqual(4);
  expect(kept).toBeLessThan(40);
  // Nobody has to wait for a lease of ten minutes.
  expect(await work(begun)).toMatchObject({ generations: { done: 40 }, judgements: { done: 40 } });
  const again = [...server.asked.values()].filter((times) => times > 1).length;
  expect(again).toBeLessThanOrEqual(8);
});

test("a fault of ours ends the run and leaves nothing claimed", async () => {
  const server = await serve();
  const begun = await begin([await open(server)]);
  const judge: Judge = { ...begun.judge, judge: async () => Promise.reject(new TypeError("a bug")) };
  await expect(work({ ...begun, judge })).rejects.toThrow("a bug");
  expect((await begun.ledger.countWork(begun.run)).every(({ claimed }) => claimed === 0)).toBe(true);
  expect(await work(begun)).toMatchObject({ generations: { done: 40 }, judgements: { done: 40 } });
});

test("latency is the model's own, without the wait for a turn", async () => {
  const server = await serve(truthful, 5);
  const begun = await begin([await open(server, "parrot", { initialConcurrency: 1, maximumConcurrency: 1 })]);
  const start = performance.now();
  await work(begun);
  const elapsed = performance.now() - start;
  const times = (await collect(generationRows(begun))).map(({ milliseconds }) => milliseconds);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(4);
  // One after another: together they took no longer than all of it, but for rounding.
  expect(times.reduce((sum, time) => sum + time, 0)).toBeLessThanOrEqual(elapsed + times.length);
});

test("two workers on one run ask nothing twice and both see its end", async () => {
  const server = await serve(truthful, 5);
  const folder = join(root, "two");
  const begun = await begin([await open(server, "parrot", { maximumConcurrency: 4 })], { ledger: await openLedger(folder) });
  const other = { ...begun, ledger: await openLedger(folder), models: [await open(server, "parrot", { maximumConcurrency: 4 })] };
  const ends = await Promise.all([work(begun, { concurrency: 4 }), work(other, { concurrency: 4 })]);
  for (const end of ends) expect(end).toMatchObject({ generations: { done: 40, waiting: 0 }, judgements: { done: 40, waiting: 0 } });
  once(server);
  expect(server.mostAtOnce).toBeGreaterThan(4);
  const names = new Set(items.map((item) => nameOfCall({ model: "parrot", question: promptOf(item) })));
  expect(new Set(server.asked.keys())).toEqual(names);
});

test("a plan is refused that says one thing twice, or nothing", async () => {
  const server = await serve();
  const model = await open(server);
  await expect(begin([model, model])).rejects.toMatchObject({ code: "model-twice" });
  await expect(begin([model], { set: [] })).rejects.toMatchObject({ code: "items-none" });
  await expect(begin([model], { set: [items[0]!, items[1]!, items[0]!] })).rejects.toMatchObject({ code: "item-twice" });
});
