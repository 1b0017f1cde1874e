import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasSharedData, sharedData } from "../testing/shared-data.ts";
import { loadLanguageIdentifier } from "./identify-language.ts";

if (!hasSharedData) console.log("Skipped: no shared/data stands beside the checkout.");

test.skipIf(!hasSharedData)("English questions of public data sets are English", async () => {
  const identify = await loadLanguageIdentifier();
  const lines = (file: string): string[] => readFileSync(join(sharedData, file), "utf8").trim().split("\n");
  const gsm8k = lines("gsm8k/test.jsonl").map((line): string => JSON.parse(line).question);
  const xquad: { data: { paragraphs: { qas: { question: string }[] }[] }[] } = JSON.parse(lines("qa/xquad.en.json").join("\n"));
  const questions = [...gsm8k, ...lines("arc/arc_easy_test.csv").slice(1), ...xquad.data.flatMap(({ paragraphs }) => paragraphs.flatMap(({ qas }) => qas.map(({ question }) => question)))];
  expect(questions.length).toBeGreaterThan(3000);
  const others = questions.filter((question) => identify(question).language !== "en");
  // One asks "How are ergänzungsschulen funded?".
  expect(others.length, others.join("\n")).toBeLessThanOrEqual(2);
});
