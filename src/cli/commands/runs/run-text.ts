import type { Json } from "../../../base/index.ts";
import type { Run } from "../../../ledger/index.ts";
import { formatDuration, formatNumber } from "../../output/quantities.ts";
import { type Style, type StyledText, styled } from "../../output/styled-text.ts";

const styles: Readonly<Record<Run["status"], Style>> = { done: "green", running: "cyan", incomplete: "yellow", failed: "red" };

export function statusText(status: Run["status"]): StyledText {
  return styled(styles[status], status);
}

/** Local time, to the minute: `2026-01-31 14:05`. */
export function timeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

/** How long a run took; of one that is going, or was killed, how long ago it last wrote anything. */
export function durationText(run: Run, now: number): string {
  if (run.finishedAt !== null) return formatDuration((run.finishedAt - run.createdAt) / 1000);
  return `last sign ${formatDuration(Math.max(0, (now - run.updatedAt) / 1000))} ago`;
}

/** A JSON value in one short line: `accuracy 0.93, items 2,000`. */
export function shortText(value: Json): string {
  if (value === null) return "";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(shortText).join(" ");
  return Object.entries(value)
    .map(([name, member]) => `${name} ${shortText(member)}`)
    .join(", ");
}

/** A run as JSON: its times as ISO 8601. */
export function runJson(run: Run): { [key: string]: Json } {
  return { ...run, createdAt: isoTime(run.createdAt), updatedAt: isoTime(run.updatedAt), finishedAt: isoTime(run.finishedAt) };
}

/** A time of the ledger for programs. */
export function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
