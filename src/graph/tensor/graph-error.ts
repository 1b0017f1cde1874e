import { fileURLToPath } from "node:url";
import { SteadfastError } from "../../base/index.ts";
import type { DataType } from "./data-type.ts";
import { printShape, type Shape } from "./dimension.ts";

const room = fileURLToPath(new URL("..", import.meta.url));

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

/** `file:line` of the nearest caller outside this room and Node (tests inside the room count as outside). */
function callerLine(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = (new Error("trace").stack ?? "").split("\n").slice(1);
  Error.stackTraceLimit = limit;
  for (const frame of frames) {
    // "at name (file:1:2)", "at async file:1:2", "at file:1:2"; the file may itself hold parentheses and blanks.
    const match = /^\s*at (?:.*? \()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):\d+\)?$/.exec(frame);
    const file = match && pathOf(match[1]!);
    if (!file || file.includes("/node_modules/pbf/") || (file.startsWith(room) && !/\.test\.[jt]s$/.test(file))) continue;
    return `${file}:${match[2]}`;
  }
  return undefined;
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith("file://")) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return undefined;
  }
}
