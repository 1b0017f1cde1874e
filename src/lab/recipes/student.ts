import { everything, rarities, searching } from "./lab-mix.ts";
import { teacher } from "./teacher.ts";
import type { LabRecipe } from "./recipe.ts";

/** The teacher's family at a fifth of its size. */
export const student: LabRecipe = {
  ...teacher,
  name: "student",
  summary: "A small decoder of the teacher's family, fine-tuned only: what distillation begins with.",
  configuration: { ...teacher.configuration, hidden_size: 96, intermediate_size: 256, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 4 },
  seed: 2,
  stages: [searching, { ...everything, records: 100_000 }, rarities],
};
