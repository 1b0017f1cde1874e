import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { loadLanguageModel } from "../../lm/index.ts";
import { publishedMethod } from "../formula/method.ts";
import { doubleScores, expectNear } from "../testing/double-scores.ts";
import { plainScores } from "../testing/plain-scores.ts";

const golden = join(import.meta.dirname, "../../../../shared/golden");
const shipped = join(import.meta.dirname, "../../lm/testing/golden");
const goldenNames = ["gpt2", "opt", "opt-postln", "llama", "mistral", "qwen2", "qwen3", "t5", "flan-t5"];

test.each(goldenNames)("golden %s: two of three options, against finite differences", async (name) => {
  const folder = existsSync(join(golden, name)) ? join(golden, name) : join(shipped, name);
  const model = await loadLanguageModel(folder);
  const asked = { ids: [5, 6, 7, 8], labels: [[9, 4], [3, 11]], gold: 1 };
  const plain = await plainScores(model, asked, publishedMethod);
  expectNear((await doubleScores(model, publishedMethod, asked)).scores, plain.scores, 1e-6);
});
