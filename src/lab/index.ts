export { type CharacterDemoOptions, type CharacterDemoResult, readDemoText, trainOnCharacters } from "./character-demo.ts";
export { labRecipes } from "./recipes/lab-recipes.ts";
export type { LabRecipe } from "./recipes/recipe.ts";
export { labTokenizer, type LabTokenizerOptions } from "./tokenizer/lab-tokenizer.ts";
export { trainLabModel, type TrainLabModelOptions } from "./training/train-lab-model.ts";
