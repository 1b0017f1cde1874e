import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { grad } from "./gradient/grad.ts";
import { sharedCache } from "./onnx/session-cache.ts";
import { adamW, type AdamWState, adamWState } from "./optimizer/adamw.ts";
import { crossEntropy } from "./ops/cross-entropy.ts";
import { multiply, square } from "./ops/elementwise.ts";
import { sgd, type SgdState, sgdState } from "./optimizer/sgd.ts";
import { compileStep } from "./step.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { checkDevice, uniforms } from "./testing/check-gradients.ts";
import { type DecoderParameters, decoderLogits, decoderParameters } from "./testing/gpt2-shaped.ts";
import { gradientCases } from "./testing/gradient-cases.ts";
import { type TensorValue, tensorValue, type ValuesOf } from "./value.ts";

/** A Vulkan device in software, which Debian's Chromium brings along, stands in for a graphics card. */
const softwareDevice = "/usr/lib/chromium/vk_swiftshader_icd.json";
const available = await usable();

describe.skipIf(!available)("on webgpu", () => {
  beforeAll(() => console.log("webgpu: on a software Vulkan device"));
  afterAll(() => sharedCache.clear());

  for (const [name, make] of Object.entries(gradientCases)) {
    test(`${name}: value and gradients agree with float64 on the CPU`, async () => {
      await checkDevice(make({ a: 2, b: 3, c: 4, d: 2, random: uniforms(11) }), "webgpu", 2e-4);
    });
  }

  test("a step whose gradients are not finite is refused, and rows of logits that do not count are cleared", async () => {
    const start = { table: tensorValue("float32", [2, 3], [1, 2, 3, 4, 5, 6]) };
    const training = compileStep((state: SgdState<{ table: Tensor }>, x: Tensor, labels: Tensor) => {
      const logits = multiply(state.parameters.table, x);
      const [loss, gradient] = [crossEntropy(logits, labels), grad(crossEntropy(logits, labels), logits)];
      return { state: sgd(state, grad(loss, state.parameters), { learningRate: 0.1 }), outputs: { gradient } };
    }, sgdState<{ table: Tensor }>(start), { device: "webgpu" });
    const ones = tensorValue("float32", [2, 3], [1, 1, 1, 1, 1, 1]);
    const broken = tensorValue("float32", [2, 3], [1, 1, 1, 1, Number.NaN, 1]);
    const labels = (...ids: number[]): TensorValue => tensorValue("int32", [2], ids);
    await training.run(ones, labels(0, 1));
    const before = await training.readState();
    await expect(training.run(broken, labels(0, 1))).rejects.toMatchObject({ code: "not-finite" });
    expect(await training.readState()).toEqual(before);
    const clear = compile((logits: Tensor, ids: Tensor) => grad(crossEntropy(logits, ids), logits), { device: "webgpu" });
    const { data } = await clear(broken, labels(0, -100));
    expect([...data].slice(3)).toEqual([0, 0, 0]);
    expect(Number(data[0])).toBeCloseTo(1 / 3 - 1, 5);
  });

  test("training keeps its state on the device and follows the CPU", async () => {
    const size = { layers: 2, width: 32, heads: 2, vocabulary: 61, positions: 16 };
    const ids = tensorValue("int32", [2, 16], Int32Array.from({ length: 32 }, (_, index) => (index * 7) % 61));
    const losses = async (device: "cpu" | "webgpu"): Promise<number[]> => {
      const parameters = decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>;
      const training = compileStep((state: AdamWState<DecoderParameters<Tensor>>, batch: Tensor) => {
        const loss = crossEntropy(decoderLogits(state.parameters, batch, size), batch);
        return { state: adamW(state, grad(loss, state.parameters), { learningRate: 1e-2, clipNorm: 1 }).state, outputs: { loss } };
      }, adamWState<DecoderParameters<Tensor>>(parameters), { device });
      const seen: number[] = [];
      for (let step = 0; step < 5; step += 1) seen.push(Number((await training.run(ids)).loss.data[0]));
      const state = await training.readState();
      return [...seen, Number(state.stepsDone.data[0]), ...[...state.parameters.normScale.data].map(Number)];
    };
    const [expected, actual] = [await losses("cpu"), await losses("webgpu")];
    for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 2);
    expect(actual[4]).toBeLessThan(actual[0]! * 0.8);
  });
});

async function usable(): Promise<boolean> {
  if (existsSync(softwareDevice)) process.env.VK_ICD_FILENAMES ??= softwareDevice;
  try {
    const { data } = await compile((x: Tensor) => square(x), { device: "webgpu" })(tensorValue("float32", [1], [3]));
    return data[0] === 9;
  } catch (error) {
    console.log(`webgpu: skipped, for there is no device: ${String(error).split("\n")[0]!.slice(0, 200)}`);
    return false;
  }
}
