import type { InsteadKind } from "../judge.ts";
import type { JudgeQuestion } from "../questions/judge-question.ts";
import { asksForAnswer } from "../questions/questions-for.ts";

/**
 * What an output did instead, by the questions that it failed. What the judge itself calls it is taken where one of those questions
 * can mean it.
 */
export function insteadOf({ failed, said }: { readonly failed: readonly JudgeQuestion[]; readonly said: InsteadKind | undefined }): InsteadKind {
  if (said !== undefined && failed.some(({ instead }) => instead.includes(said))) return said;
  if (failed.some(asksForAnswer)) return failed.length === 1 ? "answered-and-transformed" : "answered";
  return failed[0]?.instead[0] ?? "other";
}
