import { normalizeAxis } from "./broadcast.ts";
import { graphError } from "./graph-error.ts";
import type { Tensor } from "./tensor.ts";

/** The axis counted from the front, or an error that names the op. */
export function checkedAxis(operation: string, x: Tensor, axis: number): number {
  const place = normalizeAxis(axis, x.rank);
  if (place === undefined) throw graphError(operation, `there is no axis ${axis}`, [x]);
  return place;
}
