import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Event, SteadfastError } from "../../base/index.ts";
import { ChatFailure, type ChatFailureCode } from "../port/chat-failure.ts";
import type { ChatBackend, ChatRequest, ChatResponse, Price } from "../port/chat-model.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";
import { createScheduler, type Scheduler, type SchedulerOptions } from "./scheduler.ts";

const request: ChatRequest = { messages: [{ role: "user", text: "?" }], maxTokens: 1000 };
const answer: ChatResponse = { text: "yes", finish: "stop", usage: { input: 1000, output: 500, cached: 0, raw: null } };
const never = new AbortController().signal;

type Ask = ChatBackend["ask"];
const backendOf = (ask: Ask, rest: Partial<ChatBackend> = {}): ChatBackend => ({ provider: "openai", lane: "lane", details: {}, price: null, ask, close: async () => {}, ...rest });
const callOf = (scheduler: Scheduler, backend: ChatBackend, { signal = never, role = "target" }: { signal?: AbortSignal; role?: string } = {}): Promise<ChatResponse> => scheduler.call({ backend, request, role, sink: () => {}, signal });
const failure = (code: ChatFailureCode, delayMilliseconds?: number): ChatFailure => new ChatFailure({ code, sentence: `It is ${code}.`, ...(delayMilliseconds === undefined ? {} : { delayMilliseconds }) });

/** A scheduler in virtual time, and what it said. */
function start(options: SchedulerOptions = {}): { scheduler: Scheduler; clock: ReturnType<typeof createVirtualClock>; events: Event[] } {
  const clock = createVirtualClock();
  const events: Event[] = [];
  return { clock, events, scheduler: createScheduler({ clock, random: () => 0.5, sink: (event) => events.push(event), ...options }) };
}

describe("a call that fails", () => {
  test.each<[ChatFailureCode, tries: number]>([
    ["rate-limited", 4],
    ["overloaded", 4],
    ["server-failed", 4],
    ["connection-failed", 4],
    ["connection-cut", 4],
    ["timed-out", 4],
    ["bad-response", 2],
    ["unauthorized", 1],
    ["model-missing", 1],
    ["request-refused", 1],
    ["quota-exhausted", 1],
    ["replay-missing", 1],
  ])("by %s is tried %i times with three retries, and once with none", async (code, tries) => {
    for (const [maxRetries, expected] of [[3, tries], [0, 1]] as const) {
      const { scheduler, clock } = start({ maxRetries });
      let made = 0;
      const error = failure(code);
      const call = callOf(scheduler, backendOf(async () => { made += 1; throw error; }));
      await expect(clock.run(call)).rejects.toBe(error);
      expect(made).toBe(expected);
    }
  });

  test("by a bug of ours is not tried again", async () => {
    const { scheduler, clock } = start();
    const bug = new TypeError("undefined is not a function");
    await expect(clock.run(callOf(scheduler, backendOf(async () => { throw bug; })))).rejects.toBe(bug);
  });

  test("waits twice as long each time, spread over the upper half, up to a minute", async () => {
    for (const [random, share] of [[0, 0.5], [0.5, 0.75], [1 - 2 ** -53, 1]] as const) {
      const { scheduler, clock } = start({ maxRetries: 9, random: () => random });
      const moments: number[] = [];
      await expect(clock.run(callOf(scheduler, backendOf(async () => { moments.push(clock.now()); throw failure("server-failed"); })))).rejects.toThrow();
      const waits = moments.slice(1).map((moment, index) => moment - moments[index]!);
      expect(waits.map(Math.round)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].map((wait) => Math.round(wait * share)));
    }
  });

  test("waits as long as the provider asks, with all other calls of its lane, and says so once", async () => {
    const { scheduler, clock, events } = start({ initialConcurrency: 4 });
    const moments: number[] = [];
    const backend = backendOf(async () => {
      moments.push(clock.now());
      if (moments.length <= 4) throw failure("rate-limited", 42_000);
      return answer;
    });
    const other: number[] = [];
    const elsewhere = backendOf(async () => { other.push(clock.now()); return answer; }, { lane: "another" });
    await clock.run(Promise.all([...Array.from({ length: 12 }, () => callOf(scheduler, backend)), callOf(scheduler, elsewhere)]));
    expect(moments.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(moments).toHaveLength(16);
    expect(Math.min(...moments.slice(4))).toBeGreaterThanOrEqual(42_000);
    expect(other).toEqual([0]);
    expect(events).toEqual([{ type: "message", level: "info", text: "Waiting 42 s for openai: It is rate-limited." }]);
  });

  test("is not made again at once, though the provider says so", async () => {
    const { scheduler, clock } = start({ maxRetries: 3 });
    await expect(clock.run(callOf(scheduler, backendOf(async () => { throw failure("rate-limited", 0); })))).rejects.toThrow();
    expect(clock.now()).toBe(0.75 * (500 + 1000 + 2000));
  });

  test("is not waited for longer than is sensible", async () => {
    const { scheduler, clock } = start({ maximumWaitMilliseconds: 60_000 });
    await expect(clock.run(callOf(scheduler, backendOf(async () => { throw failure("rate-limited", 86_400_000); })))).rejects.toMatchObject({ code: "rate-limited", delayMilliseconds: 86_400_000 });
    expect(clock.now()).toBe(0);
  });

  test("leaves its place to others while it waits", async () => {
    const { scheduler, clock } = start({ initialConcurrency: 1, maximumConcurrency: 1 });
    const order: string[] = [];
    let failed = false;
    const first = callOf(scheduler, backendOf(async () => {
      order.push("first");
      if (failed) return answer;
      failed = true;
      throw failure("server-failed");
    }));
    const second = callOf(scheduler, backendOf(async () => { order.push("second"); return answer; }));
    await clock.run(Promise.all([first, second]));
    expect(order).toEqual(["first", "second", "first"]);
  });
});

describe("a time-out", () => {
  test("ends a call that does not listen, and aborts one that does", async () => {
    const { scheduler, clock } = start({ timeoutMilliseconds: 5000, maxRetries: 0 });
    let heard: unknown;
    const call = callOf(scheduler, backendOf((_, { signal }) => {
      signal.addEventListener("abort", () => (heard = signal.reason));
      return new Promise(() => {});
    }));
    await expect(clock.run(call)).rejects.toMatchObject({ code: "timed-out", message: "openai has not answered within 5 s." });
    expect(heard).toMatchObject({ code: "timed-out" });
    expect(clock.now()).toBe(5000);
  });

  test("is the backend's own where it has one", async () => {
    const { scheduler, clock } = start({ timeoutMilliseconds: 5000 });
    const slow: Ask = async () => { await clock.wait(60_000); return answer; };
    expect(await clock.run(callOf(scheduler, backendOf(slow, { limits: { timeoutMilliseconds: null } })))).toBe(answer);
  });
});

describe("the limit of calls at once", () => {
  test("grows by one for each round", async () => {
    const { scheduler, clock } = start({ initialConcurrency: 4, maximumConcurrency: 7 });
    const begun: number[] = [];
    const backend = backendOf(async () => {
      begun.push(clock.now());
      await clock.wait(100);
      return answer;
    });
    await clock.run(Promise.all(Array.from({ length: 4 + 5 + 6 + 7 + 7 }, () => callOf(scheduler, backend))));
    expect([0, 100, 200, 300, 400].map((moment) => begun.filter((each) => each === moment).length)).toEqual([4, 5, 6, 7, 7]);
  });

  test("halves once for calls that were refused together, and does not fall below one", async () => {
    const { scheduler, clock } = start({ initialConcurrency: 8, maxRetries: 20 });
    const begun: number[] = [];
    const backend = backendOf(async () => {
      const moment = clock.now();
      begun.push(moment);
      await clock.wait(100);
      if (moment < 4000) throw failure("rate-limited", 900);
      return answer;
    });
    await clock.run(Promise.all(Array.from({ length: 12 }, () => callOf(scheduler, backend))));
    expect([0, 1000, 2000, 3000, 4000, 4100, 4200].map((moment) => begun.filter((each) => each === moment).length)).toEqual([8, 4, 2, 1, 1, 2, 3]);
  });

  test("is never exceeded, whatever happens; every call ends; the lane is free afterwards", async () => {
    const outcome = fc.record({ wait: fc.nat(300), what: fc.constantFrom("answer", "rate-limited", "server-failed", "request-refused", "hang"), delay: fc.option(fc.nat(5000), { nil: undefined }) });
    const property = fc.asyncProperty(
      fc.array(fc.record({ outcomes: fc.array(outcome, { maxLength: 4 }), abortAfter: fc.option(fc.nat(20_000), { nil: undefined }) }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      async (calls, initialConcurrency, maximumConcurrency) => {
        const { scheduler, clock } = start({ initialConcurrency, maximumConcurrency, maxRetries: 2, timeoutMilliseconds: 1000 });
        let underWay = 0;
        let most = 0;
        const abortLater = async (controller: AbortController, milliseconds: number, reason: Error): Promise<void> => {
          await clock.wait(milliseconds);
          controller.abort(reason);
        };
        const made = calls.map(async ({ outcomes, abortAfter }) => {
          const controller = new AbortController();
          const reason = new Error("aborted");
          if (abortAfter !== undefined) void abortLater(controller, abortAfter, reason);
          let tries = 0;
          const backend = backendOf(async (_, { signal }) => {
            const { wait, what, delay } = outcomes[tries] ?? { wait: 10, what: "answer", delay: undefined };
            tries += 1;
            underWay += 1;
            most = Math.max(most, underWay);
            try {
              await clock.wait(what === "hang" ? 1e9 : wait, signal);
            } finally {
              underWay -= 1;
            }
            if (what === "answer") return answer;
            throw failure(what as ChatFailureCode, delay);
          });
          const [result] = await Promise.allSettled([callOf(scheduler, backend, { signal: controller.signal })]);
          if (result.status === "rejected") expect(result.reason === reason ? "aborted" : (result.reason as ChatFailure).code).toMatch(/^(?:aborted|rate-limited|server-failed|request-refused|timed-out)$/);
          expect(tries).toBeLessThanOrEqual(3);
        });
        await clock.run(Promise.all(made));
        expect(most).toBeLessThanOrEqual(maximumConcurrency);
        expect(underWay).toBe(0);
        expect(await clock.run(callOf(scheduler, backendOf(async () => answer)))).toBe(answer);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

test("no wake-up is lost when a pause ends between two looks at the clock", async () => {
  // Each look takes a while, as on a real machine; every length of pause meets every look.
  for (let pause = 1; pause <= 40; pause += 1) {
    const clock = createVirtualClock();
    let looks = 0;
    const creeping = { now: () => clock.now() + (looks += 1), wait: clock.wait };
    const scheduler = createScheduler({ clock: creeping, initialConcurrency: 2, maxRetries: 3, timeoutMilliseconds: null });
    let made = 0;
    const backend = backendOf(async () => {
      made += 1;
      if (made % 2 === 0) throw failure("rate-limited", pause);
      return answer;
    });
    const results = await clock.run(Promise.allSettled(Array.from({ length: 8 }, () => callOf(scheduler, backend))));
    expect(results).toHaveLength(8);
  }
});

describe("cancellation", () => {
  test("ends a call at once wherever it is: in the queue, in a pause, while it is made, between tries", async () => {
    const { scheduler, clock } = start({ initialConcurrency: 1, maximumConcurrency: 1 });
    const reason = new Error("enough");
    const controller = new AbortController();
    const hanging = backendOf(() => new Promise(() => {}));
    const calls = [hanging, hanging, backendOf(async () => { throw failure("server-failed"); }, { lane: "b" }), backendOf(async () => { throw failure("rate-limited", 30_000); }, { lane: "c" })].map((backend) => callOf(scheduler, backend, { signal: controller.signal }));
    const settled = Promise.allSettled(calls);
    await new Promise((resolve) => void setImmediate(resolve));
    controller.abort(reason);
    for (const result of await settled) expect(result).toEqual({ status: "rejected", reason });
    expect(clock.now()).toBe(0);
    await expect(callOf(scheduler, hanging, { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe("the budget", () => {
  const price: Price = { input: 2, output: 10, cached: 1 };
  const cost = (1000 * 2 + 500 * 10) / 1e6;
  const priced = (ask: Ask): ChatBackend => backendOf(ask, { price });

  test("is never exceeded by what calls turn out to cost, and stops before the call that could", async () => {
    const property = fc.asyncProperty(fc.double({ min: 0, max: 0.2, noNaN: true }), fc.array(fc.record({ output: fc.nat(1000), failing: fc.boolean(), wait: fc.nat(50) }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 8 }), async (budget, plans, initialConcurrency) => {
      const { scheduler, clock } = start({ budget, initialConcurrency, maxRetries: 0 });
      let charged = 0;
      const results = plans.map(({ output, failing, wait }) =>
        callOf(scheduler, priced(async () => {
          await clock.wait(wait);
          if (failing) throw failure("server-failed");
          charged += (1000 * 0 + 20 * price.input + output * price.output) / 1e6;
          return { ...answer, usage: { input: 20, output, cached: 0, raw: null } };
        })),
      );
      for (const result of await clock.run(Promise.allSettled(results))) if (result.status === "rejected") expect((result.reason as ChatFailure).code).toMatch(/^(?:budget-exceeded|server-failed)$/);
      expect(charged).toBeLessThanOrEqual(budget + 1e-9);
      expect(scheduler.spent()).toBeCloseTo(charged, 9);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test("waits for what calls under way turn out to cost rather than stop too early", async () => {
    // The most that a call can cost is a little more than 0.01; three of them together would not fit, three after one another do.
    const { scheduler, clock } = start({ budget: 0.026, initialConcurrency: 3 });
    const responses = await clock.run(Promise.all([1, 2, 3].map(() => callOf(scheduler, priced(async () => { await clock.wait(10); return answer; })))));
    expect(responses).toEqual([answer, answer, answer]);
    expect(scheduler.spent()).toBeCloseTo(3 * cost, 12);
    await expect(clock.run(callOf(scheduler, priced(async () => answer)))).rejects.toMatchObject({ code: "budget-exceeded", kind: "incomplete" });
  });

  test("counts what may have been done as done, and refusals as nothing", async () => {
    const { scheduler, clock } = start({ budget: 1, maxRetries: 0 });
    for (const code of ["rate-limited", "server-failed", "unauthorized", "connection-failed"] as const) await expect(clock.run(callOf(scheduler, priced(async () => { throw failure(code); })))).rejects.toThrow();
    expect(scheduler.spent()).toBe(0);
    await expect(clock.run(callOf(scheduler, priced(async () => { throw failure("connection-cut"); })))).rejects.toThrow();
    // 1 byte, 16 around the message, 256 around the request; 1000 tokens of output.
    expect(scheduler.spent()).toBeCloseTo((273 * 2 + 1000 * 10) / 1e6, 12);
  });

  test("counts a call that was ended while it was made as done, whatever the signal's reason", async () => {
    const { scheduler } = start({ budget: 1 });
    const controller = new AbortController();
    const call = callOf(scheduler, priced(() => new Promise(() => {})), { signal: controller.signal });
    await new Promise((resolve) => void setImmediate(resolve));
    const reason = new SteadfastError({ code: "interrupted", sentence: "Ctrl-C." });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(scheduler.spent()).toBeGreaterThan(0.01);
  });

  test("cannot be kept where a price is not known", async () => {
    const { scheduler } = start({ budget: 1 });
    await expect(callOf(scheduler, backendOf(async () => answer))).rejects.toMatchObject({ code: "price-unknown" });
    expect(() => start({ budget: NaN })).toThrow(expect.objectContaining({ code: "budget-wrong" }));
  });
});

describe("what was used", () => {
  test("is counted apart for target and judge, and an unknown price makes an unknown cost", async () => {
    const { scheduler, clock } = start();
    const usage = { input: 1000, output: 500, cached: 400, raw: null };
    const price: Price = { input: 2, output: 10, cached: 0.5 };
    const answering = (rest: Partial<ChatBackend>, used: ChatResponse["usage"] = usage): ChatBackend => backendOf(async () => ({ ...answer, usage: used }), rest);
    for (let call = 0; call < 2; call += 1) await clock.run(callOf(scheduler, answering({ price }), { role: "target" }));
    await clock.run(callOf(scheduler, answering({ price }), { role: "judge" }));
    await clock.run(callOf(scheduler, answering({ price: null }), { role: "judge" }));
    await clock.run(callOf(scheduler, answering({ price: { ...price, cached: null } }), { role: "unknown cache" }));
    await clock.run(callOf(scheduler, answering({ price }, null), { role: "untold" }));
    const tallies = scheduler.tallies();
    expect(tallies.target).toMatchObject({ calls: 2, uncounted: 0, input: 2000, output: 1000, cached: 800 });
    expect(tallies.target!.cost).toBeCloseTo((2 * (600 * 2 + 400 * 0.5 + 500 * 10)) / 1e6, 12);
    expect(tallies.judge).toMatchObject({ calls: 2, cost: null, input: 2000 });
    expect(tallies["unknown cache"]).toMatchObject({ cost: null, cached: 400 });
    expect(tallies.untold).toMatchObject({ calls: 1, uncounted: 1, input: 0, cost: null });
  });

  test.each([{ maxRetries: -1 }, { maxRetries: 0.5 }, { initialConcurrency: 0 }, { maximumConcurrency: NaN }, { timeoutMilliseconds: 0 }, { maximumWaitMilliseconds: Infinity }])("options out of range are refused: %o", (options) => {
    expect(() => createScheduler(options)).toThrow(expect.objectContaining({ code: "scheduler-options" }));
  });
});

test("each try is told when it begins, which is after the wait for its turn", async () => {
  const { scheduler, clock } = start({ initialConcurrency: 1, maximumConcurrency: 1 });
  const [begun, asked]: [number[], number[]] = [[], []];
  const backend = backendOf(async () => {
    asked.push(clock.now());
    await clock.wait(100);
    if (asked.length === 2) throw failure("server-failed");
    return answer;
  });
  const call = (): Promise<ChatResponse> => scheduler.call({ backend, request, role: "target", sink: () => {}, signal: never, onTry: () => void begun.push(clock.now()) });
  await clock.run(Promise.all([call(), call()]));
  expect(begun).toEqual(asked);
  expect(begun).toEqual([0, 100, 200 + 375]);
});
