import type { EventSink } from "../../base/index.ts";
import type { RespondNotice } from "./respond.ts";

/** How far an evaluation is, over all data sets and seeds, for whoever waits. */
export class EvaluationProgress {
  readonly #sink: EventSink;
  readonly #total: number;
  #part = "";
  #done: number;
  #tokens = 0;
  #began = 0;

  /** `done` are the responses that are there already: they do not count as speed. */
  constructor(sink: EventSink, { done, total }: { done: number; total: number }) {
    this.#sink = sink;
    this.#done = done;
    this.#total = total;
  }

  /** A data set under a seed begins. */
  begin(part: string): void {
    this.#part = part;
    this.#tokens = 0;
    this.#began = performance.now();
    this.#report();
  }

  hear(notice: RespondNotice): void {
    if ("response" in notice) this.#done += 1;
    else this.#tokens = notice.tokens;
    this.#report();
  }

  #report(): void {
    const seconds = (performance.now() - this.#began) / 1000;
    const speed = this.#tokens === 0 ? "" : `, ${Math.round(this.#tokens / seconds)} tokens/s`;
    this.#sink({ type: "progress", task: "answering", done: this.#done, total: this.#total, unit: "responses", detail: `${this.#part}${speed}` });
  }
}
