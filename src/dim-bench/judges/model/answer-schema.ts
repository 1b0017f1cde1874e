import type { Json } from "../../../base/index.ts";
import { insteadKinds } from "../judge.ts";
import type { JudgeQuestion } from "../questions/judge-question.ts";

export const givenAnswers: readonly ["yes", "no", "unsure"] = ["yes", "no", "unsure"];

/** The JSON Schema of a judge's answer. The reason comes first, so that it is thought of before the answer. */
export function answerSchema(questions: readonly JudgeQuestion[]): { readonly [key: string]: Json } {
  const answer = object({ reason: { type: "string" }, answer: { type: "string", enum: givenAnswers } });
  return object({
    seal: { type: "string" },
    answers: object(Object.fromEntries(questions.map(({ name }) => [name, answer]))),
    instead: { type: "string", enum: ["nothing", ...insteadKinds] },
  });
}

// Every property is required and no other is allowed: what providers ask of schemas that they hold to.
function object(properties: { readonly [name: string]: Json }): { readonly [key: string]: Json } {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
