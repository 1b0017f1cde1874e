import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tensorValue, type TensorValue } from "../../../graph/index.ts";
import { SaveRhythm } from "../save-rhythm.ts";
import { scratchFolder } from "../testing/tiny-folder.ts";
import type { TrainerState } from "../trainer.ts";
import { forgetOthers, keepBest, keptBest } from "./best-weights.ts";
import { openMetrics } from "./metrics-file.ts";
import { keepTraining, keptNotes, keptState } from "./training-state.ts";

const scratch = scratchFolder();

function named(first: number): Record<string, TensorValue> {
  return { "a.weight": tensorValue("float32", [2, 2], [first, 0.1, -0, 1e-40]), b: tensorValue("float32", [], [first + 1]) };
}

function stateAt(step: number): TrainerState {
  return { parameters: named(step), firstMoments: named(step + 0.25), secondMoments: named(step + 0.5), stepsDone: tensorValue("int32", [], [step]) };
}

describe("a state on disk", () => {
  test("comes back to the bit, with its notes; none is there at first", async () => {
    const folder = scratch("round");
    expect([await keptState(folder, named(0)), await keptNotes(folder)]).toEqual([undefined, undefined]);
    await keepTraining(folder, { state: stateAt(12), notes: { best: 3 } });
    expect(await keptState(folder, named(0))).toEqual(stateAt(12));
    expect(Object.is((await keptState(folder, named(0)))!.parameters["a.weight"]!.data[2], -0)).toBe(true);
    expect(await keptNotes(folder)).toEqual({ best: 3 });
  });

  test("is replaced by a later one, and by one of the same step with other notes", async () => {
    const folder = scratch("replaced");
    for (const [step, note] of [[9, "a"], [10, "b"], [10, "c"], [10, "d"]] as const) {
      await keepTraining(folder, { state: stateAt(step), notes: note });
      expect(await keptNotes(folder)).toBe(note);
      expect(readdirSync(folder)).toHaveLength(1);
    }
    expect((await keptState(folder, named(0)))!.stepsDone.data[0]).toBe(10);
  });

  test("stays when the next one cannot be written", async () => {
    const folder = scratch("stays");
    await keepTraining(folder, { state: stateAt(1), notes: "first" });
    await expect(keepTraining(folder, { state: { ...stateAt(2), firstMoments: { b: tensorValue("float32", [1], [0]), c: { dtype: "float32", shape: [7], data: new Float32Array(3) } } }, notes: "second" })).rejects.toMatchObject({ code: "tensor-invalid" });
    expect([await keptNotes(folder), readdirSync(folder)]).toEqual(["first", ["step-00000001"]]);
  });

  test("what a kill left behind is no state, and is cleared by the next", async () => {
    const folder = scratch("left");
    await keepTraining(folder, { state: stateAt(1), notes: "first" });
    mkdirSync(join(folder, ".step-00000002.tmp"));
    writeFileSync(join(folder, ".step-00000002.tmp", "model.safetensors"), "torn");
    expect(await keptNotes(folder)).toBe("first");
    await keepTraining(folder, { state: stateAt(3), notes: "third" });
    expect(readdirSync(folder)).toEqual(["step-00000003"]);
  });

  test("of another model or damaged is refused", async () => {
    const folder = scratch("refused");
    await keepTraining(folder, { state: stateAt(1), notes: 1 });
    await expect(keptState(folder, { other: tensorValue("float32", [], [0]) })).rejects.toMatchObject({ code: "training-state-damaged", message: expect.stringContaining('"parameters/other" is missing') });
    await expect(keptState(folder, { b: tensorValue("float32", [1], [0]) })).rejects.toMatchObject({ code: "training-state-damaged", message: expect.stringContaining("of the shape []") });
    writeFileSync(join(folder, "step-00000001", "training.json"), "{");
    await expect(keptNotes(folder)).rejects.toMatchObject({ code: "training-state-damaged" });
  });
});

test("the best weights stay until the state names others", async () => {
  const folder = scratch("best");
  for (const step of [0, 4, 8]) await keepBest(folder, step, named(step));
  await keepBest(folder, 4, named(4));
  expect(await keptBest(folder, 4, named(0))).toEqual(named(4));
  await keepTraining(folder, { state: stateAt(8), notes: null });
  await forgetOthers(folder, 8);
  expect(readdirSync(folder).sort()).toEqual(["best-8", "step-00000008"]);
});

test("metrics go on behind a step, without what came after it or was cut off", async () => {
  const path = scratch("metrics.jsonl");
  const first = await openMetrics(path, () => true);
  for (const step of [1, 2, 3]) await first.add({ step, loss: step / 8 });
  writeFileSync(path, `${readFileSync(path, "utf8")}{"step": 4, "lo`);
  const second = await openMetrics(path, ({ step }) => step <= 2);
  await second.add({ step: 3, loss: 7 });
  expect(readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line) as unknown)).toEqual([{ step: 1, loss: 1 / 8 }, { step: 2, loss: 2 / 8 }, { step: 3, loss: 7 }]);
});

test("states are kept after minutes and at epochs' ends, and never cost more than 2% of the time", async () => {
  let now = 0;
  const rhythm = new SaveRhythm({ minutes: 10, now: () => now });
  let [saving, total] = [0, 0];
  for (let step = 1; step <= 20_000; step++) {
    now += 1;
    total += 1;
    if (!rhythm.due(step % 25 === 0)) continue;
    await rhythm.measure(async () => {
      now += 3;
      saving += 3;
    });
  }
  expect(saving / (total + saving)).toBeLessThan(0.0201);
  expect(saving / (total + saving)).toBeGreaterThan(0.015);
  const slow = new SaveRhythm({ minutes: 10, now: () => now });
  now += 599;
  expect(slow.due(false)).toBe(false);
  now += 1;
  expect(slow.due(false)).toBe(true);
});
