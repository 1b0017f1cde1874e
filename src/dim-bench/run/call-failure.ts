import { SteadfastError } from "../../base/index.ts";
import { ChatFailure } from "../../chat/index.ts";

/**
 * What a model threw, as the failure of one call: what a model in this process says of one request (too long for its context) is that
 * request's own.
 *
 * @throws what is no failure of a call: a bug, an abort
 */
export function callFailure(thrown: unknown): ChatFailure {
  if (thrown instanceof ChatFailure) return thrown;
  if (thrown instanceof SteadfastError && thrown.kind === "misuse") return new ChatFailure({ code: "request-refused", sentence: thrown.message, ...(thrown.hint === undefined ? {} : { hint: thrown.hint }) });
  throw thrown;
}
