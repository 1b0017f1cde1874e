import { afterAll, describe, expect, test } from "vitest";
import { type Event, SteadfastError } from "../../base/index.ts";
import { siblingModule, startWorker } from "./start-worker.ts";

const start = () => startWorker(siblingModule(import.meta.url, "testing/echo-service"));

describe("a service in a thread of its own", () => {
  const service = start();
  afterAll(() => service.close());

  test("answers, keeps its state between calls, and copies typed arrays", async () => {
    expect(await service.call("echo", { data: Float32Array.of(1, 2) })).toEqual({ input: { data: Float32Array.of(1, 2) }, call: 1 });
    expect(await service.call("echo", null)).toEqual({ input: null, call: 2 });
  });

  test("sends each call's events to that call's sink, in order", async () => {
    const heard: [Event[], Event[]] = [[], []];
    await Promise.all(heard.map((events, index) => service.call("count", { to: 3 + index }, { sink: (event) => events.push(event) })));
    expect(heard.map((events) => events.map((event) => (event.type === "progress" ? event.done : event.type)))).toEqual([[1, 2, 3], [1, 2, 3, 4]]);
  });

  test("passes on what a method sends of its own", async () => {
    const letters: unknown[] = [];
    await service.call("spell", "owl", { onNotice: (letter) => letters.push(letter) });
    expect(letters).toEqual(["o", "w", "l"]);
  });

  test("throws what the method throws, with code and hint", async () => {
    const error = await service.call("fail", null).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SteadfastError);
    expect(error).toMatchObject({ code: "for-a-test", message: "It failed.", hint: "Try again.", kind: "incomplete" });
    const bug = await service.call("break", null).catch((thrown: unknown) => thrown);
    expect(bug).toMatchObject({ name: "TypeError", message: "broken", stack: expect.stringContaining("echo-service") });
    await expect(service.call("toString", null)).rejects.toThrow('The worker has no method "toString".');
    await expect(service.call("echo", () => {})).rejects.toThrow(/could not be cloned/);
  });

  test("ends a call that is aborted with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = service.call("wait", null, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(waiting).rejects.toBe(reason);
    await expect(service.call("wait", null, { signal: controller.signal })).rejects.toBe(reason);
  });

  test("ends a call whose sink throws", async () => {
    const full = new Error("full");
    await expect(service.call("count", { to: 1 }, { sink: () => { throw full; } })).rejects.toBe(full);
  });

  test("leaves this thread free while it is busy", async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    await service.call("block", { milliseconds: 300 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});

test("closing aborts what runs, waits until it has ended, and answers no more", async () => {
  const service = start();
  const waiting = service.call("wait", null);
  const busy = service.call("block", { milliseconds: 200 });
  const started = performance.now();
  const closing = service.close();
  await expect(waiting).rejects.toThrow("The thread that runs the model was closed.");
  await expect(busy).resolves.toBeUndefined();
  await closing;
  expect(performance.now() - started).toBeGreaterThan(150);
  await expect(service.call("echo", null)).rejects.toThrow("The thread that runs the model was closed.");
  await service.close();
});

test("a call whose sink throws is waited for before the thread is ended", async () => {
  const service = start();
  const full = new Error("full");
  await expect(service.call("countAndBlock", { milliseconds: 200 }, { sink: () => { throw full; } })).rejects.toBe(full);
  const started = performance.now();
  await service.close();
  expect(performance.now() - started).toBeGreaterThan(100);
});

test("a thread that ends fails what was asked of it, and what is asked later", async () => {
  const service = start();
  await expect(service.call("die", null)).rejects.toThrow("The thread that runs the model has ended (code 3).");
  await expect(service.call("echo", null)).rejects.toThrow("The thread that runs the model has ended (code 3).");
});
