import { dataTypes } from "../tensor/data-type.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { less, not } from "./compare.ts";
import { constant } from "./constant.ts";
import { absolute, add, requireFloat } from "./elementwise.ts";
import { gather } from "./gather.ts";
import { max } from "./reduce.ts";
import { reshape } from "./shape-and-sum.ts";
import { withDerivative } from "./with-derivative.ts";

/** What the failure of a node means, for nodes that are there to fail. */
const meanings = new WeakMap<Node, string>();

/** The sentence for the failure of a node that `requireFinite` made; undefined for any other. */
export function meaningOfFailure(node: Node): string | undefined {
  return meanings.get(node);
}

/**
 * The tensor unchanged; the run fails where it holds an infinity or NaN. In a step nothing of the state has changed then,
 * for updates in place wait for everything that can fail. For all elements of a large tensor this takes three passes over
 * memory; of a sum or norm of them it takes none.
 *
 * @param sentence of the error: "The loss is not a finite number."
 * @throws SteadfastError `not-finite` when run
 * @example
 * const sound = requireFinite(loss, "The loss is not a finite number.");
 */
export function requireFinite(x: Tensor, sentence = "A number that must be finite is not."): Tensor {
  requireFloat("requireFinite", x);
  if (x.shape.includes(0)) return x;
  if (x.shape.some((length) => typeof length === "string")) throw graphError("requireFinite", "a named length may be 0, of which nothing can be said", [x], "Use it on a sum over that axis.");
  const place = cast(max(cast(not(less(absolute(x), Number.POSITIVE_INFINITY)), "int32")), "int64");
  // A table of one row: of any other there is none. In float64, which no device has, it is looked up by the processor.
  const verdict = gather(constant(new dataTypes.float64.array(1), [1]), reshape(place, []));
  meanings.set(verdict.node, sentence);
  return withDerivative(add(x, cast(verdict, x.dtype)), [x], (gradient) => [gradient]);
}
