import { setTimeout } from "node:timers/promises";
import { SteadfastError } from "../../../base/index.ts";
import type { CallContext, Method } from "../service.ts";

/** A service for tests of the worker: it answers, counts, fails, waits, and dies. */
export function createService(): Readonly<Record<string, Method>> {
  let calls = 0;
  return {
    echo: async (input: unknown) => ({ input, call: ++calls }),
    spell: async (word: string, { notify }: CallContext) => [...word].forEach((letter) => notify(letter)),
    count: async ({ to }: { to: number }, { sink }: CallContext) => {
      for (let done = 1; done <= to; done += 1) sink({ type: "progress", task: "counting", done, total: to, unit: "numbers" });
    },
    fail: async () => {
      throw new SteadfastError({ code: "for-a-test", sentence: "It failed.", hint: "Try again.", kind: "incomplete" });
    },
    break: async () => {
      throw new TypeError("broken");
    },
    wait: async (_: unknown, { signal }: CallContext) => {
      for (;;) {
        signal.throwIfAborted();
        await setTimeout(1);
      }
    },
    // A busy thread hears nothing; the other one must stay free.
    block: async ({ milliseconds }: { milliseconds: number }) => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    },
    countAndBlock: async ({ milliseconds }: { milliseconds: number }, { sink }: CallContext) => {
      sink({ type: "progress", task: "counting", done: 1, total: 1, unit: "numbers" });
      await setTimeout(20);
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    },
    die: async () => process.exit(3),
  };
}
