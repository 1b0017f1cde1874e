import { fileURLToPath } from "node:url";
import { SteadfastError } from "../../base/index.ts";
import type { DataType } from "./data-type.ts";
import { printShape, type Shape } from "./dimension.ts";

const room = new URL("..", import.meta.url).href;

/**
 * An error found while tracing: it names the op, what it was given, and the line of the caller's own code.
 *
 * @example
 * throw graphError("matmul", "the inner dimensions differ", [a, b]);
 * // matmul: the inner dimensions differ: float32[2, 3], float32[4, 5] (at model.ts:12)
 */
export function graphError(operation: string, problem: string, given: readonly { dtype: DataType; shape: Shape }[] = [], hint?: string): SteadfastError {
  const types = given.map(printType).join(", ");
  const line = callerLine();
  return new SteadfastError({
    code: "graph-trace",
    sentence: `${operation}: ${problem}${types === "" ? "" : `: ${types}`}${line === undefined ? "" : ` (at ${line})`}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

export function printType({ dtype, shape }: { dtype: DataType; shape: Shape }): string {
  return `${dtype}${printShape(shape)}`;
}

/** `file:line` of the nearest caller outside this room (tests inside the room count as outside). */
function callerLine(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = (new Error("trace").stack ?? "").split("\n").slice(1);
  Error.stackTraceLimit = limit;
  for (const frame of frames) {
    const match = /(?:\(|at )((?:file:\/\/)?[^()]*?):(\d+):\d+\)?$/.exec(frame);
    const file = match?.[1];
    if (file === undefined || file.startsWith("node:")) continue;
    const url = file.startsWith("file://") ? file : `file://${file}`;
    if (url.startsWith(room) && !/\.test\.[jt]s$/.test(url)) continue;
    return `${fileURLToPath(url)}:${match![2]}`;
  }
  return undefined;
}
