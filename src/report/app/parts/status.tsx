import type { JSX } from "preact";
import type { RunLine } from "../../data/document.ts";
import { formatDuration } from "./figures.ts";

const signs: Readonly<Record<RunLine["status"], string>> = { running: "◌", done: "✓", incomplete: "◐", failed: "✗" };

/** How far a run came, by sign and word. */
export function Status({ status }: { readonly status: RunLine["status"] }): JSX.Element {
  return <span class={`status ${status}`}><span aria-hidden="true">{signs[status]}</span> {status}</span>;
}

/** How long a run took; of one that is going, or was killed, how long ago it last wrote anything. */
export function took({ createdAt, updatedAt, finishedAt }: Pick<RunLine, "createdAt" | "updatedAt" | "finishedAt">, now: number): string {
  return finishedAt === null ? `last sign ${formatDuration(Math.max(0, now - updatedAt))} ago` : `took ${formatDuration(finishedAt - createdAt)}`;
}
