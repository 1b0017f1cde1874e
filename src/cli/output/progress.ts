import type { Event, EventSink } from "../../base/index.ts";
import { fitWidth } from "./display-width.ts";
import { ProgressEstimate } from "./progress-estimate.ts";
import { endText, progressBar, progressText, type TaskProgress } from "./progress-text.ts";
import { visibleText } from "./visible-text.ts";

/** Where progress is written: the standard error of the command. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** @see createProgress */
export interface Progress {
  sink: EventSink;
  /** Takes the line off the terminal, so that something else can be printed; the next event draws it again. */
  clear(): void;
  /** Writes the last state of the task that is still shown, and no more after it. */
  finish(): void;
}

const redrawSeconds = 0.1;
const plainSeconds = 5;
// What is over sooner is not worth a line that stays.
const briefSeconds = 1;
const clearLine = "\r\u001b[K";

/**
 * Shows what rooms report: on a terminal one line that is drawn again and again, elsewhere plain lines, at most one in five
 * seconds, and one at the end. A task that takes less than a second leaves no line. With `quiet`, only warnings.
 */
export function createProgress(options: { stream: ProgressStream; quiet: boolean; now?: () => number }): Progress {
  const { stream, quiet, now = () => performance.now() / 1000 } = options;
  const live = stream.isTTY === true;
  let current: { progress: TaskProgress; estimate: ProgressEstimate; startedAt: number; shownAt: number } | null = null;
  let drawn = false;

  function clear(): void {
    if (drawn) stream.write(clearLine);
    drawn = false;
  }

  function printLine(text: string): void {
    clear();
    stream.write(`${visibleText(text)}\n`);
  }

  function endTask(): void {
    if (current === null) return;
    const { progress, startedAt } = current;
    current = null;
    clear();
    const seconds = now() - startedAt;
    if (!quiet && seconds >= briefSeconds) printLine(endText(progress, seconds));
  }

  function showProgress(event: TaskProgress): void {
    const at = now();
    if (current?.progress.task !== event.task) endTask();
    // On a terminal the first state is shown at once, elsewhere only what has gone on for a while.
    current ??= { progress: event, estimate: new ProgressEstimate(), startedAt: at, shownAt: live ? Number.NEGATIVE_INFINITY : at };
    current.progress = event;
    current.estimate.observe(at, event.done);
    if (quiet || at - current.shownAt < (live ? redrawSeconds : plainSeconds)) return;
    current.shownAt = at;
    const text = progressText(event, current.estimate.estimate(at, event.total));
    if (!live) return printLine(text);
    stream.write(clearLine + liveLine(event, text, stream.columns ?? 80));
    drawn = true;
  }

  return {
    sink(event: Event): void {
      if (event.type === "progress") showProgress(event);
      else if (event.type === "message" && (event.level === "warning" || !quiet)) printLine(event.level === "warning" ? `Warning: ${event.text}` : event.text);
    },
    clear,
    finish: endTask,
  };
}

function liveLine(progress: TaskProgress, text: string, columns: number): string {
  const bar = progress.total !== null && progress.total > 0 && columns >= 60 ? `${progressBar(progress.done / progress.total, 16)} ` : "";
  // One column stays free: a full line would wrap in some terminals.
  return bar + fitWidth(visibleText(text, { oneLine: true }), columns - 1 - bar.length);
}
