import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { watchInterrupts } from "./interrupt.ts";

function setUp(): { source: EventEmitter; calls: string[]; tick(seconds: number): void; watch: ReturnType<typeof watchInterrupts> } {
  const source = new EventEmitter();
  const calls: string[] = [];
  let time = 0;
  const watch = watchInterrupts({ source, onFirst: () => calls.push("first"), onSecond: () => calls.push("second"), now: () => time });
  return { source, calls, watch, tick: (seconds) => (time += seconds) };
}

test("the first signal aborts, the second quits", () => {
  const { source, calls, watch, tick } = setUp();
  expect(watch.signal.aborted).toBe(false);
  source.emit("SIGINT");
  expect(watch.signal.aborted).toBe(true);
  tick(1);
  source.emit("SIGTERM");
  expect(calls).toEqual(["first", "second"]);
});

test("one Ctrl-C that comes twice, by the group and by npm, is one", () => {
  const { source, calls, tick } = setUp();
  source.emit("SIGINT");
  tick(0.05);
  source.emit("SIGINT");
  expect(calls).toEqual(["first"]);
});

test("afterwards nobody listens any more", () => {
  const { source, watch } = setUp();
  watch.dispose();
  expect(source.listenerCount("SIGINT") + source.listenerCount("SIGTERM")).toBe(0);
});
