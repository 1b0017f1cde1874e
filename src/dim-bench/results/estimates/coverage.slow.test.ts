import { describe, expect, it } from "vitest";
import { normalCdf, type RandomStream, randomStream, wilsonInterval } from "../../../stats/index.ts";
import { correctedRate } from "../summary/corrected-rate.ts";
import { cells } from "../summary/strata.ts";
import { groupMeans, type StratumValue } from "./group-means.ts";
import { differenceInterval, effectiveSize, shareInterval } from "./intervals.ts";

const overall = cells.map((_, index) => index);
const groups = [overall, ...overall.map((cell) => [cell])];
// Reasoning, code, math, bias, question answering: as the paper has them, spread by instruction.
const shares = cells.map(({ instruction, input }) => {
  const [mean, shift] = [{ reasoning: 0.61, code: 0.67, math: 0.82, bias: 0.24, qa: 0.02 }[input], { rewriting: -0.01, proofreading: 0.01, translation: 0.015, style: -0.015 }[instruction]];
  return mean + shift;
});

describe.each([
  { perCell: 100, kinship: 0.6 },
  { perCell: 100, kinship: 0 },
  { perCell: 20, kinship: 0.6 },
  { perCell: 5, kinship: 0.6 },
])("$perCell inputs of each kind, whose four items hang together by $kinship", ({ perCell, kinship }) => {
  it("intervals of 95 % hold the truth about as often as they say", () => {
    const runs = perCell === 100 ? 400 : 800;
    const counts = { overall: 0, cells: 0, independent: 0, difference: 0, cellDifferences: 0 };
    const gap = 0.06;
    const second = shares.map((share) => Math.max(0, share - gap));
    const truth = { first: mean(shares), difference: mean(shares.map((share, cell) => share - second[cell]!)) };
    for (let run = 0; run < runs; run++) {
      const random = randomStream(20, perCell, Math.round(10 * kinship), run);
      const { first, difference } = draw(random, { perCell, kinship, second });
      const options = { groups, seed: run, replicates: 400, level: 0.95 };
      const means = groupMeans({ ...options, values: first });
      if (holds(shareInterval(means[0]!, 0.95), truth.first)) counts.overall++;
      for (const [cell, share] of shares.entries()) if (holds(shareInterval(means[cell + 1]!, 0.95), share)) counts.cells++;
      const passed = first.reduce((total, { value }) => total + value!, 0);
      if (holds(wilsonInterval(passed, first.length), truth.first)) counts.independent++;
      const differences = groupMeans({ ...options, values: difference });
      if (holds(differenceInterval(differences[0]!, 0.95), truth.difference)) counts.difference++;
      for (const cell of overall) if (holds(differenceInterval(differences[cell + 1]!, 0.95), shares[cell]! - second[cell]!)) counts.cellDifferences++;
    }
    const covered = { overall: counts.overall / runs, cells: counts.cells / runs / cells.length, difference: counts.difference / runs, cellDifferences: counts.cellDifferences / runs / cells.length };
    console.log(JSON.stringify({ perCell, kinship, ...covered, asIfIndependent: counts.independent / runs }));
    const least = perCell === 5 ? 0.9 : 0.92;
    for (const [name, share] of Object.entries(covered)) {
      expect(share, name).toBeGreaterThan(least);
      // Cells of few items, and of shares near 0, cannot be met exactly.
      if (perCell === 100 && !name.startsWith("cell")) expect(share, name).toBeLessThan(0.985);
    }
  });
});

it("taking items of one input for independent ones would hold the truth too seldom", () => {
  let covered = 0;
  const runs = 400;
  const even = cells.map(() => 0.5);
  for (let run = 0; run < runs; run++) {
    const { first } = draw(randomStream(21, run), { perCell: 50, kinship: 0.9, second: even, first: even });
    if (holds(wilsonInterval(first.reduce((total, { value }) => total + value!, 0), first.length), 0.5)) covered++;
  }
  expect(covered / runs).toBeLessThan(0.85);
});

it("corrected rates hold the truth behind a judge that errs, where the raw ones do not", () => {
  const runs = 600;
  const judge = { sensitivity: 0.93, specificity: 0.88, calibrated: 140 };
  const truth = mean(shares);
  let covered = 0;
  let raw = 0;
  for (let run = 0; run < runs; run++) {
    const random = randomStream(22, run);
    const { first } = draw(random, { perCell: 50, kinship: 0.6, second: shares });
    const judged = first.map((item) => ({ ...item, value: random.uniform() < (item.value === 1 ? judge.sensitivity : 1 - judge.specificity) ? 1 : 0 }));
    const counted = (share: number): { correct: number; total: number } => ({ correct: Array.from({ length: judge.calibrated }, () => random.uniform()).filter((luck) => luck < share).length, total: judge.calibrated });
    const [group] = groupMeans({ values: judged, groups: [overall], seed: run, replicates: 300, level: 0.95 });
    const corrected = correctedRate({ accuracy: group!.mean!, size: effectiveSize(group!, "share"), calibration: { sensitivity: counted(judge.sensitivity), specificity: counted(judge.specificity) }, level: 0.95 });
    if (holds(corrected.interval, truth)) covered++;
    if (holds(shareInterval(group!, 0.95), truth)) raw++;
  }
  console.log(JSON.stringify({ corrected: covered / runs, raw: raw / runs }));
  expect(covered / runs).toBeGreaterThan(0.93);
  expect(raw / runs).toBeLessThan(0.8);
});

/** Two systems over the same inputs, by a Gaussian copula: items of one input share a part of their luck, and so do the systems. */
function draw(random: RandomStream, { perCell, kinship, first: firstShares = shares, second: secondShares }: { perCell: number; kinship: number; first?: readonly number[]; second: readonly number[] }): { first: StratumValue[]; difference: StratumValue[] } {
  const first: StratumValue[] = [];
  const difference: StratumValue[] = [];
  for (const input of ["reasoning", "code", "math", "bias", "qa"]) {
    for (let index = 0; index < perCell; index++) {
      const cluster = `${input}-${index}`;
      const shared = random.normal();
      for (const [cell, each] of cells.entries()) {
        if (each.input !== input) continue;
        const item = random.normal();
        const passes = (share: number): number => (normalCdf(Math.sqrt(kinship) * shared + Math.sqrt((1 - kinship) / 2) * (item + random.normal())) < share ? 1 : 0);
        const [a, b] = [passes(firstShares[cell]!), passes(secondShares[cell]!)];
        first.push({ cluster, strata: [cell], value: a });
        difference.push({ cluster, strata: [cell], value: a - b });
      }
    }
  }
  return { first, difference };
}

function holds(interval: { readonly low: number; readonly high: number } | null, truth: number): boolean {
  return interval !== null && interval.low <= truth && truth <= interval.high;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
