import { describe, expect, it } from "vitest";
import { type Event, type EventSink, silent, tee } from "./index.ts";

const event: Event = { type: "metric", name: "loss", step: 3, value: 0.5 };

describe("tee", () => {
  it("passes each event to every sink, in order", () => {
    const heard: string[] = [];
    const named = (name: string): EventSink => (event) => heard.push(`${name} ${event.type}`);
    const sink = tee(named("first"), silent, named("second"));
    sink(event);
    sink({ type: "message", level: "info", text: "hello" });
    expect(heard).toEqual(["first metric", "second metric", "first message", "second message"]);
  });

  it("passes on what a sink throws: a ledger that cannot record is no small thing", () => {
    const full = tee(() => {
      throw new Error("full");
    });
    expect(() => full(event)).toThrow("full");
  });

  it("of nothing is silent", () => expect(() => tee()(event)).not.toThrow());
});
