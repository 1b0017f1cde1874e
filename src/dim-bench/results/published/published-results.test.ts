import { describe, expect, it } from "vitest";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { publishedResults } from "./published-results.ts";

const { models, inputMeans, instructionMeans, mitigations } = publishedResults;

describe("the paper's numbers agree with one another", () => {
  // Two decimals each: the mean of five is off by at most 0.005, and so is the printed mean.
  it.each(models)("$model", ({ inputs, mean }) => expect(Math.abs(average(Object.values(inputs)) - mean)).toBeLessThanOrEqual(0.01));

  it.each(inputTaskNames)("the mean over the models for %s", (task) => {
    expect(Math.abs(average(models.map(({ inputs }) => inputs[task])) - inputMeans[task])).toBeLessThanOrEqual(0.0055);
  });

  it("the means by instruction and by input are means of the same table", () => {
    expect(instructionTaskNames.map((task) => instructionMeans[task])).toHaveLength(4);
    expect(Math.abs(average(Object.values(instructionMeans)) - average(Object.values(inputMeans)))).toBeLessThan(0.001);
  });

  it("every number is a share, and the mitigations begin with what they are compared with", () => {
    expect(mitigations.defences[0]!.defence).toBe("standard");
    for (const { inputs } of [...models, ...mitigations.defences]) for (const share of Object.values(inputs)) expect(share >= 0 && share <= 1).toBe(true);
  });
});

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
