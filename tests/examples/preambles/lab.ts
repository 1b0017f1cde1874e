import type { InferenceSession, LocalModel } from "../../../src/lm/index.ts";
import { type Answerer, labRecipes, type LabEvaluation, type LabRecipe, openAnswerer } from "../../../src/lab/index.ts";

export const teacher: LabRecipe = labRecipes[0]!;
export const answerer: Answerer = await openAnswerer("lab:student");
export const local: LocalModel = answerer.local;
export const session: InferenceSession = answerer.session;
const whole = { right: 10, asked: 10 };
const evaluation: LabEvaluation = {
  instructions: { rewriting: whole, proofreading: whole, translation: whole, style: whole },
  direct: { reasoning: whole, code: whole, arithmetic: whole, bias: whole, questions: whole },
  byPassage: [{ ...whole, sentences: 2 }],
  bench: [{ ...whole, instructionTask: "rewriting", inputTask: "code", answered: 0 }],
  bias: { ambiguous: { ...whole, stereotyped: 0 }, disambiguated: { ...whole, stereotyped: 0 } },
  rougeL: 90,
};
export const evaluations: { readonly teacher: LabEvaluation; readonly student: LabEvaluation } = { teacher: evaluation, student: evaluation };
