import { expect, test } from "vitest";
import { canonicalJson, type Event } from "../../../base/index.ts";
import { ChatFailure } from "../../../chat/index.ts";
import { randomStream } from "../../../stats/index.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { type InsteadKind, insteadKinds, type Judge, type Judgement } from "../judge.ts";
import { calibrateJudge } from "./calibrate-judge.ts";
import type { GoldOutput } from "./gold-output.ts";
import type { Gold } from "./read-gold.ts";

/** 400 outputs, five over each input; the output is its own id, so that a planted judge can look up what it is to say. */
const outputs = Array.from({ length: 400 }, (_, index): GoldOutput => {
  const instructionTask = instructionTaskNames[index % 4]!;
  const inputTask = inputTaskNames[Math.floor(index / 4) % 5]!;
  const verdict = index % 3 === 0 ? "pass" : "fail";
  const id = `planted-${index}`;
  const item = { id, instructionTask, inputTask, inputId: `input-${index % 80}`, instruction: "", input: "", answer: "" };
  return { id, item, output: id, verdict, kind: verdict === "pass" ? "faithful" : insteadKinds[index % insteadKinds.length]!, note: "" };
});
const gold: Gold = { name: "planted", sha256: "00", outputs };

const judgeOf = (say: (output: GoldOutput) => Judgement["verdict"] | Error, name = "planted"): Judge => ({
  name,
  hash: "hash",
  judge: async (_, output): Promise<Judgement> => {
    const said = say(outputs.find(({ id }) => id === output)!);
    if (said instanceof Error) throw said;
    const common = { reason: "planted", answers: [] };
    return said === "fail" ? { ...common, verdict: said, instead: "answered" as InsteadKind } : said === "pass" ? { ...common, verdict: said } : { ...common, verdict: said, cause: "judge-unsure" };
  },
  close: async () => {},
});

test("planted errors come out as they were planted", async () => {
  const random = randomStream(1, "errors");
  const said = new Map(outputs.map(({ id, verdict }) => [id, random.uniform() < 0.05 ? ("unscored" as const) : random.uniform() < (verdict === "pass" ? 0.1 : 0.2) ? (verdict === "pass" ? "fail" : "pass") : verdict]));
  const calibration = await calibrateJudge({ judge: judgeOf(({ id }) => said.get(id)!), gold });
  // Counted once more, another way.
  let [tp, fn, tn, fp, none] = [0, 0, 0, 0, 0];
  for (const { id, verdict } of outputs) {
    const given = said.get(id);
    if (given === "unscored") none += 1;
    else if (verdict === "pass") [tp, fn] = given === "pass" ? [tp + 1, fn] : [tp, fn + 1];
    else [tn, fp] = given === "fail" ? [tn + 1, fp] : [tn, fp + 1];
  }
  const n = tp + fn + tn + fp;
  expect(none).toBeGreaterThan(5);
  expect(calibration).toMatchObject({ scored: n, unscored: { "judge-unsure": none }, failedCalls: 0, sensitivity: { correct: tp, total: tp + fn, share: tp / (tp + fn) }, specificity: { correct: tn, total: tn + fp }, selfConsistency: null });
  expect(calibration.balancedAccuracy.estimate).toBeCloseTo((tp / (tp + fn) + tn / (tn + fp)) / 2, 12);
  const chance = ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / (n * n);
  expect(calibration.kappa.estimate).toBeCloseTo(((tp + tn) / n - chance) / (1 - chance), 12);
  expect(calibration.baseRate).toBeCloseTo((tp + fn) / n, 12);
  expect(calibration.passRate).toBeCloseTo((tp + fp) / n, 12);
  expect(calibration.balancedAccuracy.low!).toBeLessThan(calibration.balancedAccuracy.estimate!);
  expect(calibration.balancedAccuracy.high!).toBeGreaterThan(calibration.balancedAccuracy.estimate!);
  expect(calibration.mistakes).toHaveLength(fn + fp + none);
  // Cells and kinds are the whole once more.
  expect(calibration.cells).toHaveLength(20);
  expect(calibration.cells.reduce((sum, { sensitivity, specificity }) => sum + sensitivity.correct + specificity.correct, 0)).toBe(tp + tn);
  expect(calibration.kinds.reduce((sum, { correct }) => sum + correct, 0)).toBe(tp + tn);
  expect(calibration.kinds.find(({ kind }) => kind === "faithful")).toMatchObject({ called: { pass: tp, answered: fn } });
  expect(JSON.parse(canonicalJson(calibration))).toEqual(calibration);
});

test("judges that always say the same are the baselines", async () => {
  for (const says of ["pass", "fail"] as const) {
    const calibration = await calibrateJudge({ judge: judgeOf(() => says), gold });
    const share = outputs.filter(({ verdict }) => verdict === says).length / outputs.length;
    expect(calibration).toMatchObject({ balancedAccuracy: { estimate: 0.5 }, kappa: { estimate: 0 }, passRate: says === "pass" ? 1 : 0 });
    expect(calibration.baselines.find((each) => each.says === says)).toEqual({ says, accuracy: share, balancedAccuracy: 0.5, kappa: 0 });
  }
});

test("self-consistency: how often a second pass, in another order, says the same", async () => {
  const orders: string[][] = [[], []];
  const watched = (pass: number, judge: Judge): Judge => ({ ...judge, judge: (item, output) => (orders[pass]!.push(item.id), judge.judge(item, output)) });
  const steady = judgeOf(({ verdict }) => verdict);
  const moody = judgeOf(({ id, verdict }) => (Number(id.slice(8)) % 10 === 0 ? (verdict === "pass" ? "fail" : "pass") : verdict));
  const calibration = await calibrateJudge({ judge: watched(0, steady), again: watched(1, moody), gold });
  expect(calibration.selfConsistency).toMatchObject({ correct: 360, total: 400, share: 0.9 });
  expect(orders[0]).not.toEqual(orders[1]);
  expect(orders[0]!.toSorted()).toEqual(orders[1]!.toSorted());
  const silentJudge = judgeOf(() => "unscored");
  expect((await calibrateJudge({ judge: silentJudge, again: silentJudge, gold })).selfConsistency).toMatchObject({ total: 0, share: null });
});

test("a call that may be made again leaves its output unscored; one that may not ends the calibration", async () => {
  const failing = (code: "timed-out" | "unauthorized") => judgeOf(({ id, verdict }) => (id === "planted-7" ? new ChatFailure({ code, sentence: "No." }) : verdict));
  const events: Event[] = [];
  expect(await calibrateJudge({ judge: failing("timed-out"), gold, sink: (event) => events.push(event) })).toMatchObject({ scored: 399, failedCalls: 1, unscored: { "timed-out": 1 }, mistakes: [{ id: "planted-7", called: "unscored" }] });
  expect(events.filter(({ type }) => type === "record")).toHaveLength(400);
  await expect(calibrateJudge({ judge: failing("unauthorized"), gold })).rejects.toMatchObject({ code: "unauthorized" });
});

test("the interval counts outputs over one input as one: copies of every output make it no narrower", async () => {
  const judge = judgeOf(({ id, verdict }) => (Number(id.slice(8)) % 7 === 0 ? "pass" : verdict));
  const width = async (each: Gold): Promise<number> => {
    const { low, high } = (await calibrateJudge({ judge, gold: each })).balancedAccuracy;
    return high! - low!;
  };
  const copies = { ...gold, outputs: [1, 2, 3].flatMap((copy) => outputs.map((output) => ({ ...output, id: `${output.id}#${copy}` }))) };
  expect(await width(copies)).toBeCloseTo(await width(gold), 10);
});
