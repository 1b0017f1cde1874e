import type { EventSink } from "../../base/index.ts";
import type { RespondNotice } from "./respond.ts";

/** How far an evaluation is, over all data sets and seeds, for whoever waits. */
export class EvaluationProgress {
  readonly #sink: EventSink;
  readonly #total: number;
  #part = "";
  #done = 0;
  #resumed = 0;
  #tokens = 0;
  #began = 0;

  constructor(sink: EventSink, total: number) {
    this.#sink = sink;
    this.#total = total;
  }

  /** Responses that were there already. */
  get resumed(): number {
    return this.#resumed;
  }

  /** A data set under a seed begins, with so many responses that are there already. */
  begin(part: string, known: number): void {
    this.#part = part;
    this.#done += known;
    this.#resumed += known;
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
