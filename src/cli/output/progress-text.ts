import type { Estimate } from "./progress-estimate.ts";
import { formatCount, formatDuration, formatRate } from "./quantities.ts";

/** One state of a task, as rooms report it. */
export interface TaskProgress {
  task: string;
  done: number;
  total: number | null;
  unit: string;
  detail?: string;
}

/** A task's state in words: `judging: 420 of 2,000 items (21 %), 12.3 items/s, 2 min 08 s left`. */
export function progressText(progress: TaskProgress, estimate: Estimate): string {
  const { task, done, total, detail, unit } = progress;
  const parts = [amountText(progress) + (total !== null && total > 0 ? ` (${Math.floor((done / total) * 100)} %)` : "")];
  if (estimate.perSecond !== null) parts.push(formatRate(estimate.perSecond, unit));
  if (estimate.secondsLeft !== null && total !== done) parts.push(`${formatDuration(estimate.secondsLeft)} left`);
  if (detail !== undefined && detail !== "") parts.push(detail);
  return `${task}: ${parts.join(", ")}`;
}

/** A task's last state: `judging: 2,000 of 2,000 items in 2 min 43 s`. */
export function endText(progress: TaskProgress, seconds: number): string {
  return `${progress.task}: ${amountText(progress)} in ${formatDuration(seconds)}`;
}

function amountText({ done, total, unit }: TaskProgress): string {
  return `${formatCount(done)}${total === null ? "" : ` of ${formatCount(total)}`} ${unit}`;
}

/** A bar of so many columns, in eighths of a column: `██████▌   `. */
export function progressBar(fraction: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * width * 8);
  const full = Math.floor(eighths / 8);
  const part = eighths % 8 === 0 ? "" : String.fromCodePoint(0x2590 - (eighths % 8));
  return ("█".repeat(full) + part).padEnd(width, " ");
}
