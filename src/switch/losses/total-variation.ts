import { absolute, exp, multiply, subtract, sum } from "../../graph/index.ts";
import { type NamedLoss, ofLogs } from "./loss.ts";

/** ½·Σ|T − S|. */
export function totalVariation(): NamedLoss {
  return { name: "total-variation", of: ofLogs((teacher, student) => multiply(sum(absolute(subtract(exp(teacher), exp(student))), { axes: [-1] }), 0.5)) };
}
