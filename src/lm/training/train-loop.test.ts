import { describe, expect, test } from "vitest";
import { type Event, SteadfastError } from "../../base/index.ts";
import { constantSchedule, multiply, sum, type Tensor, tensorValue } from "../../graph/index.ts";
import { randomModel } from "../testing/model-graph.ts";
import { configurationOf } from "./testing/small-models.ts";
import { fullParameters } from "./trainable.ts";
import { type StepReport, trainLoop } from "./train-loop.ts";
import { createTrainer } from "./trainer.ts";

const report = (loss: number): StepReport => ({ loss, gradientNorm: 1, learningRate: 0.1, tokens: 10 });

test("does each step once, from where it is, and tells what came of it", async () => {
  const events: Event[] = [];
  const [steps, between]: [number[], number[]] = [[], []];
  await trainLoop({ from: 2, steps: 5, step: async (index) => (steps.push(index), report(index / 8)), between: async (done) => void between.push(done), sink: (event) => events.push(event) });
  expect([steps, between]).toEqual([[2, 3, 4], [2, 3, 4, 5]]);
  expect(events.filter((event) => event.type === "metric").filter(({ name }) => name === "loss").map(({ step, value }) => [step, value])).toEqual([[3, 2 / 8], [4, 3 / 8], [5, 4 / 8]]);
  const last = events.findLast((event) => event.type === "progress");
  expect(last).toMatchObject({ task: "training", done: 5, total: 5, unit: "steps", detail: expect.stringMatching(/^[\d,]+ tokens\/s, loss 0\.500$/) });
});

test("an abort is heard between two steps, also one that comes as a message", async () => {
  const controller = new AbortController();
  const steps: number[] = [];
  const reason = new Error("enough");
  // Like a message from another thread: heard when the event loop turns.
  setImmediate(() => setImmediate(() => controller.abort(reason)));
  await expect(trainLoop({ from: 0, steps: 1000, step: async (index) => (steps.push(index), report(1)), signal: controller.signal })).rejects.toBe(reason);
  expect(steps.length).toBeLessThan(5);
});

describe("a step that comes apart ends the training", () => {
  const ending = (second: () => Promise<StepReport>): Promise<unknown> => trainLoop({ from: 0, steps: 9, step: (index) => (index === 1 ? second() : Promise.resolve(report(2))), lossLimit: () => 6, sourceOf: (index) => `line ${index + 40} of a.jsonl` }).catch((error: unknown) => error);

  test.each([
    ["no number", async () => report(Number.NaN), "loss-not-finite", "The loss of step 2 became infinite or no number, on line 41 of a.jsonl."],
    ["an infinite norm", async () => ({ ...report(1), gradientNorm: Number.POSITIVE_INFINITY }), "loss-not-finite", "The gradients of step 2"],
    ["far above the limit", async () => report(6.5), "loss-exploded", "The loss of step 2 is 6.50, above the limit of 6.00, on line 41 of a.jsonl."],
  ] as const)("%s", async (_what, second, code, text) => {
    expect(await ending(second)).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  test("as the engine refuses it; the state stays the one before", async () => {
    const model = randomModel(configurationOf("gpt2"));
    const trainable = fullParameters(model);
    const trainer = createTrainer<{ factor: Tensor }>({ trainable, loss: (graph, { factor }) => multiply(sum(graph.parameter("transformer.wte.weight")), factor), schedule: constantSchedule(0.1), threads: 1 });
    await trainer.step([{ factor: tensorValue("float32", [], [1]) }], 1);
    const before = await trainer.readState();
    const error = await ending(async () => ({ ...(await trainer.step([{ factor: tensorValue("float32", [], [Number.POSITIVE_INFINITY]) }], 1)), tokens: 1 }));
    expect(error).toBeInstanceOf(SteadfastError);
    expect(error).toMatchObject({ code: "loss-not-finite", message: "The gradients of step 2 became infinite or no number, on line 41 of a.jsonl." });
    expect(await trainer.readState()).toEqual(before);
    await trainer.close();
  });

  test("any other failure comes out as it is", async () => {
    const failure = new TypeError("a bug");
    expect(await ending(() => Promise.reject(failure))).toBe(failure);
  });
});

