export { labRecipes } from "./recipes/lab-recipes.ts";
export type { LabRecipe } from "./recipes/recipe.ts";
export { labTokenizer, type LabTokenizerOptions } from "./tokenizer/lab-tokenizer.ts";
export { trainLabModel, type TrainLabModelOptions } from "./training/train-lab-model.ts";
export { type Answerer, ask } from "./evaluation/ask.ts";
export { type Count, evaluateLabModel, type EvaluateLabOptions, type LabEvaluation } from "./evaluation/evaluate-lab-model.ts";
export { openAnswerer } from "./evaluation/open-answerer.ts";
export { percent, sumOf, type Target, targetsOf } from "./evaluation/targets.ts";
export { type DemoData, type DemoDataOptions, writeDemoData } from "./demo/write-demo-data.ts";
