import { messageOf, SteadfastError } from "../base/index.ts";
import type { Plan } from "./onnx/plan.ts";
import { meaningOfFailure } from "./ops/require-finite.ts";

/** The error of a failed run; where a node failed that is there to fail, the one that it stands for. */
export function explainFailure(error: unknown, plan: Plan): unknown {
  if (!(error instanceof SteadfastError) || error.code !== "run-failed") return error;
  // ONNX Runtime names the node, which is named by its operator and its first output.
  const output = /Name:'\w+?_v(\d+)'/.exec(messageOf(error.cause))?.[1];
  const failed = plan.nodes.find(({ outputs }) => String(outputs[0]) === output);
  const sentence = failed && meaningOfFailure(failed.node);
  return sentence === undefined ? error : new SteadfastError({ code: "not-finite", kind: "incomplete", sentence, hint: "The state of a step is the one before it. A learning rate that is too high and broken inputs are the usual causes.", cause: error.cause });
}
