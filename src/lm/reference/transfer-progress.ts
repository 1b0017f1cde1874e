import type { EventSink } from "../../base/index.ts";

/** Reports the bytes of several files as one task. */
export class TransferProgress {
  private done = 0;
  private total: number | null = null;
  private readonly task: string;
  private readonly sink: EventSink;

  constructor(options: { task: string; sink: EventSink }) {
    this.task = options.task;
    this.sink = options.sink;
  }

  /** Says how much there is in all. */
  expect(total: number): void {
    this.total = total;
  }

  /** Bytes that came or went; less than none for those that have to come again. */
  add(bytes: number, file?: string): void {
    this.done += bytes;
    this.sink({ type: "progress", task: this.task, done: this.done, total: this.total, unit: "bytes", ...(file === undefined ? {} : { detail: file }) });
  }

  /** All is where it belongs, also what did not need to be sent. */
  finish(): void {
    if (this.total !== null && this.total > this.done) this.add(this.total - this.done);
  }
}
