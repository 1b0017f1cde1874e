import { availableParallelism, loadavg } from "node:os";
import { expect, test, vi } from "vitest";
import type { Clock } from "../../chat/index.ts";
import { promptOf } from "../../world/index.ts";
import type { BenchItem } from "../items/bench-item.ts";
import { labItems } from "../items/lab-items.ts";
import { createExactJudge } from "../judges/exact/exact-judge.ts";
import { createModelJudge } from "../judges/model/model-judge.ts";
import { allAsExpected, seenByJudge, sealed } from "../judges/testing/scripted-judge.ts";
import { generationRows, judgementRows } from "./read-rows.ts";
import { benchBed, collect } from "./testing/bench-bed.ts";
import { nameOfCall, type Reply } from "./testing/completion-server.ts";
import { oracle } from "./testing/oracle.ts";

vi.setConfig({ testTimeout: 300_000 });
const bed = benchBed();
const items = labItems({ perCell: 4 });
const { replies, passes } = oracle(items);

/** Everything that a server has been seen to do. */
const faults: readonly (readonly [code: string, reply: Reply, isTriedAgain: boolean])[] = [
  ["rate-limited", { status: 429 }, true],
  ["rate-limited", { status: 429, headers: { "retry-after-ms": "30" } }, true],
  ["rate-limited", { status: 429, headers: { "retry-after": "0" }, body: "slow down" }, true],
  ["overloaded", { status: 503, body: "<html>busy</html>" }, true],
  ["server-failed", { status: 500 }, true],
  ["server-failed", { status: 502, body: "" }, true],
  ["timed-out", "hang", true],
  ["connection-cut", "cut", true],
  ["bad-response", "cut-within", true],
  ["bad-response", { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" }, true],
  ["bad-response", { status: 200, body: '{"choices":[]}' }, true],
  ["bad-response", { status: 200, body: '{"choices":[{"message":{"content":["yes"]},"finish_reason":"stop"}]}' }, true],
  ["bad-response", { status: 200, body: "null" }, true],
  ["bad-response", { status: 200, body: "" }, true],
  ["bad-response", { status: 200, body: '{"id":"1","object":"chat.completion","created":1,"model":"parrot","choices":[{"index":0,"message":{"role":"assistant","content":"half an answ"},"finish_reason":"mystery"}]}' }, true],
  ["request-refused", { status: 400 }, false],
];

/** Waits between tries are short; time-outs are as long as they are said to be. */
const impatient: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds === timeout ? milliseconds : Math.min(milliseconds, 5));
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};
// Long enough that a busy machine does not make healthy answers late.
const timeout = Math.ceil(2500 * Math.max(1, loadavg()[0]! / availableParallelism()));
const options = { clock: impatient, timeoutMilliseconds: timeout, maxRetries: 3, initialConcurrency: 32 };

test("whatever a server does first, each question is answered once and scored as what it is", async () => {
  const faultOf = new Map(items.map((item, place) => [promptOf(item), faults[place % faults.length]!]));
  const server = await bed.serve(({ question }, before) => (before === 0 && faultOf.get(question)![2] ? faultOf.get(question)![1] : replies.get(question)!));
  const begun = await bed.begin([await bed.open(server, "parrot", options)], { set: items });
  const end = await bed.work(begun);
  expect(end).toMatchObject({ generations: { total: 80, done: 80, failed: 0 }, judgements: { total: 80, done: 80, failed: 0 }, stopped: [] });
  for (const item of items) {
    const name = nameOfCall({ model: "parrot", question: promptOf(item) });
    expect([item.id, server.asked.get(name), server.answered.get(name)]).toEqual([item.id, faultOf.get(promptOf(item))![2] ? 2 : 1, 1]);
  }
  const verdicts = new Map((await collect(judgementRows(begun, begun.judge))).map(({ item, outcome }) => [item, outcome.type === "judged" && outcome.judgement.verdict]));
  expect(verdicts).toEqual(new Map(items.map(({ id }) => [id, passes.has(id) ? "pass" : "fail"])));
  // Only whole answers are counted as used.
  const usage = (await collect(generationRows(begun))).reduce((sum, { outcome }) => sum + (outcome.type === "answered" ? outcome.response.usage!.input : NaN), 0);
  expect(usage).toBe(80 * 100);
});

test("what a server does again and again is a failure of its own name, is scored as nothing, and is mended by asking again", async () => {
  // Every other item is ill, so that the server is not given up.
  const isIll = (item: BenchItem): boolean => items.indexOf(item) % 2 === 0;
  const faultOf = new Map(items.filter(isIll).map((item, place) => [promptOf(item), faults[place % faults.length]!]));
  const state = { ill: true };
  const server = await bed.serve(({ question }) => (state.ill ? faultOf.get(question)?.[1] : undefined) ?? replies.get(question)!);
  const begun = await bed.begin([await bed.open(server, "parrot", { ...options, maxRetries: 1 })], { set: items });
  expect(await bed.work(begun, { concurrency: 4 })).toMatchObject({ generations: { total: 80, done: 40, failed: 40 }, judgements: { total: 40, done: 40 } });
  for (const { item: id, outcome } of await collect(generationRows(begun))) {
    const item = items.find((each) => each.id === id)!;
    const fault = faultOf.get(promptOf(item));
    expect([id, outcome.type === "failed" ? outcome.code : "answered"]).toEqual([id, fault?.[0] ?? "answered"]);
  }
  expect((await collect(judgementRows(begun, begun.judge))).map(({ item }) => item)).toEqual(items.filter((item) => !isIll(item)).map(({ id }) => id));
  state.ill = false;
  expect(await bed.work(begun, { rerunFailed: true })).toMatchObject({ generations: { done: 80, failed: 0 }, judgements: { done: 80 } });
  expect([...server.answered.values()].every((times) => times === 1)).toBe(true);
  const right = (await collect(judgementRows(begun, begun.judge))).filter(({ outcome }) => outcome.type === "judged" && outcome.judgement.verdict === "pass").map(({ item }) => item);
  expect(right).toEqual(items.filter(({ id }) => passes.has(id)).map(({ id }) => id));
});

test("an empty answer is an answer, and reasoning is none", async () => {
  const [silent, thinker] = [items[0]!, items[3]!];
  const server = await bed.serve(({ question }) => (question === promptOf(silent) ? "" : question === promptOf(thinker) ? { text: thinker.gold!, reasoning: thinker.answer } : replies.get(question)!));
  const begun = await bed.begin([await bed.open(server)], { set: [silent, thinker] });
  await bed.work(begun);
  const [first, second] = await collect(judgementRows(begun, createExactJudge()));
  expect(first!.outcome).toMatchObject({ judgement: { verdict: "fail" } });
  expect(second!.outcome).toMatchObject({ judgement: { verdict: "pass" } });
  expect((await collect(generationRows(begun)))[1]!.outcome).toMatchObject({ response: { reasoning: thinker.answer } });
});

test("a judge behind an ill server: what it cannot say is unscored, what it could not be asked is a failure of its own, and neither is the model's", async () => {
  const set = items.slice(0, 40);
  const isRight = new Map(set.map(({ input, instruction, gold }) => [`${instruction} ${input}`, gold!]));
  const verdictOf = (question: string): string => {
    const { nonce, data, questions } = seenByJudge({ messages: [{ role: "user", text: question }], maxTokens: 1 });
    const answers = allAsExpected(questions);
    if (isRight.get(`${data.instruction} ${data.input}`) === data.output) return sealed({ answers }, nonce);
    return sealed({ answers: Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answer === "yes" ? "no" : "yes"])), instead: "answered" }, nonce);
  };
  const answersWrong = ["I pass it.", '{"seal":"0000000000000000","answers":{},"instead":"nothing"}', "", "null", { text: "{", finish: "length" }] as const;
  const server = await bed.serve(({ model, question }, before) => {
    if (model === "parrot") return replies.get(question)!;
    const { data } = seenByJudge({ messages: [{ role: "user", text: question }], maxTokens: 1 });
    const place = set.findIndex(({ instruction, input }) => instruction === data.instruction && input === data.input);
    if (place % 4 === 1) return before === 0 ? faults[(place >> 2) % 15]![1] : verdictOf(question);
    if (place % 4 === 2) return answersWrong[(place >> 2) % answersWrong.length]!;
    if (place % 4 === 3) return { status: 400 };
    return verdictOf(question);
  });
  const begun = await bed.begin([await bed.open(server, "parrot", options)], { set });
  const judge = createModelJudge(await bed.open(server, "owl", options));
  const end = await bed.work({ ...begun, judge });
  expect((await collect(generationRows(begun))).flatMap(({ outcome }) => (outcome.type === "failed" ? [outcome] : []))).toEqual([]);
  expect(end).toMatchObject({ generations: { done: 40 }, judgements: { total: 40, done: 30, failed: 10 } });
  const rows = await collect(judgementRows(begun, judge));
  for (const [place, { outcome }] of rows.entries()) {
    const truth = passes.has(set[place]!.id) ? "pass" : "fail";
    const said = outcome.type === "failed" ? outcome.code : outcome.judgement.verdict === "unscored" ? outcome.judgement.cause : outcome.judgement.verdict;
    expect([place, said]).toEqual([place, place % 4 === 2 ? "judge-answer-unreadable" : place % 4 === 3 ? "request-refused" : truth]);
  }
  for (const [name, times] of server.answered) if (JSON.parse(name)[0] === "parrot") expect(times).toBe(1);
});
