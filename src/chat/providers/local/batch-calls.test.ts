import { describe, expect, test } from "vitest";
import { SteadfastError } from "../../../base/index.ts";
import { batchCalls } from "./batch-calls.ts";

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 10));

/** Batches as they were asked for, each answered when it is told to be. */
function start(rows = 3) {
  const batches: { requests: readonly string[]; signal: AbortSignal; finish: () => void; fail: (error: unknown) => void }[] = [];
  const { ask, idle } = batchCalls<string, string>({
    rows,
    keyOf: (request) => request[0]!,
    answer: (requests, signal) => new Promise((resolve, reject) => void batches.push({ requests, signal, finish: () => resolve(requests.map((request) => request.toUpperCase())), fail: reject })),
  });
  return { ask, idle, batches };
}

describe("batchCalls", () => {
  test("answers together what waits and has one key, first come first served", async () => {
    const { ask, batches } = start();
    const answers = Promise.all(["a1", "b1", "a2", "a3", "a4", "b2"].map((request) => ask(request, never)));
    for (const expected of [["a1", "a2", "a3"], ["b1", "b2"], ["a4"]]) {
      await turn();
      expect(batches.at(-1)!.requests).toEqual(expected);
      batches.at(-1)!.finish();
    }
    expect(await answers).toEqual(["A1", "B1", "A2", "A3", "A4", "B2"]);
    void ask("c1", never);
    await turn();
    expect(batches.at(-1)!.requests).toEqual(["c1"]);
  });

  test("ends a batch only once nobody wants any of its answers, and leaves out who went away before", async () => {
    const { ask, batches } = start();
    const controllers = ["a1", "a2", "a3"].map(() => new AbortController());
    const answers = ["a1", "a2", "b1"].map((request, index) => ask(request, controllers[index]!.signal));
    const settled = Promise.allSettled(answers);
    await turn();
    const reason = new Error("enough");
    controllers[0]!.abort(reason);
    controllers[2]!.abort(reason);
    await expect(answers[0]).rejects.toBe(reason);
    await expect(answers[2]).rejects.toBe(reason);
    expect(batches[0]!.signal.aborted).toBe(false);
    controllers[1]!.abort(reason);
    expect(batches[0]!.signal).toMatchObject({ aborted: true, reason });
    batches[0]!.fail(reason);
    await settled;
    await turn();
    expect(batches).toHaveLength(1);
  });

  test("asks one by one where a batch is refused, and fails all of it where the model is gone", async () => {
    const { ask, batches } = start();
    const settled = Promise.allSettled(["a1", "a2"].map((request) => ask(request, never)));
    await turn();
    batches[0]!.fail(new SteadfastError({ code: "context-exceeded", sentence: "Too long." }));
    await turn();
    batches[1]!.fail(new SteadfastError({ code: "context-exceeded", sentence: "Too long." }));
    await turn();
    batches[2]!.finish();
    expect(await settled).toMatchObject([{ status: "rejected", reason: { code: "context-exceeded" } }, { status: "fulfilled", value: "A2" }]);
    const gone = new SteadfastError({ code: "worker-ended", kind: "incomplete", sentence: "Gone." });
    const failed = Promise.allSettled(["a1", "a2"].map((request) => ask(request, never)));
    await turn();
    batches[3]!.fail(gone);
    expect(await failed).toEqual([{ status: "rejected", reason: gone }, { status: "rejected", reason: gone }]);
  });

  test("is idle only once the batch has ended, though nobody waits for it any more", async () => {
    const { ask, idle, batches } = start();
    await idle();
    const controller = new AbortController();
    const answer = ask("a1", controller.signal);
    await turn();
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    let isIdle = false;
    const waiting = idle().then(() => (isIdle = true));
    await turn();
    expect(isIdle).toBe(false);
    batches[0]!.fail(new Error("enough"));
    await waiting;
  });
});
