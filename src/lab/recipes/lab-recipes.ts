import { encoderDecoder } from "./encoder-decoder.ts";
import type { LabRecipe } from "./recipe.ts";
import { student } from "./student.ts";
import { teacher } from "./teacher.ts";

/** All models that ship, in the order in which they are trained. */
export const labRecipes: readonly LabRecipe[] = [teacher, student, encoderDecoder];
