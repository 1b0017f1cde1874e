import { expect, test } from "vitest";
import { rolloutCases } from "../testing/rollout-cases.ts";

test("hundreds of cases contain enough of everything that can happen to a draft", async () => {
  const { cases, comparedSteps, counts } = await rolloutCases(2026, 200);
  console.log(`${cases} cases, ${comparedSteps} steps compared; ${counts.switched} switched, ${counts.keptThroughSwitch} drafts kept through a switch, ${counts.cutDrafts} cut, ${counts.endedInDraft} rows ended inside a draft, ${counts.closeSteps} of ${counts.kept} steps close`);
  expect(cases).toBeGreaterThanOrEqual(1000);
  expect(counts.switched).toBeGreaterThanOrEqual(1000);
  expect(counts.keptThroughSwitch).toBeGreaterThanOrEqual(300);
  expect(counts.cutDrafts).toBeGreaterThanOrEqual(300);
  expect(counts.endedInDraft).toBeGreaterThanOrEqual(50);
  expect(comparedSteps).toBeGreaterThan(0.97 * counts.kept);
});
