import type { EventSink } from "../../base/index.ts";

/** Reports the bytes of several files as one task. */
export class DownloadProgress {
  private done = 0;
  private total: number | null = null;
  private readonly task: string;
  private readonly sink: EventSink;

  constructor(options: { task: string; sink: EventSink }) {
    this.task = options.task;
    this.sink = options.sink;
  }

  expect(total: number): void {
    this.total = total;
  }

  add(bytes: number, file: string): void {
    this.done += bytes;
    this.sink({ type: "progress", task: this.task, done: this.done, total: this.total, unit: "bytes", detail: file });
  }
}
