import type { Json } from "./canonical-json.ts";

/** What rooms tell whoever listens while they work. They never print and never know who listens. */
export type Event =
  /** `done` of `total` units of a task; `total` is null while it is unknown. */
  | { type: "progress"; task: string; done: number; total: number | null; unit: string; detail?: string }
  /** One value of a named series at a step. */
  | { type: "metric"; name: string; step: number; value: number }
  /** Something a person should read once. */
  | { type: "message"; level: "info" | "warning"; text: string }
  /** A row worth keeping: the ledger stores it under (kind, key). */
  | { type: "record"; kind: string; key: string; value: Json }
  /** A file that was written and is complete. */
  | { type: "artifact"; name: string; path: string };

/**
 * Takes events as they happen. Rooms take a sink as an option and default to `silent`.
 *
 * @example
 * const sink: EventSink = (event) => {
 *   if (event.type === "metric") console.error(event.name, event.step, event.value);
 * };
 */
export type EventSink = (event: Event) => void;

/** The sink that listens to nothing. */
export const silent: EventSink = () => {};

/**
 * One sink that passes each event to several, in order.
 *
 * @example
 * const seen: Event[] = [];
 * const both = tee(silent, (event) => seen.push(event));
 * both({ type: "message", level: "info", text: "Begun." });
 * seen.length; // 1
 */
export function tee(...sinks: readonly EventSink[]): EventSink {
  return (event) => {
    for (const sink of sinks) sink(event);
  };
}
