import { describe, expect, test } from "vitest";
import { compile, constantSchedule, grad, type Tensor, type TensorValue } from "../../graph/index.ts";
import { generate } from "../generation/generate.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import { modelOf, randomModel } from "../testing/model-graph.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { responseInputs } from "./loss/response-inputs.ts";
import { responseLoss } from "./loss/response-loss.ts";
import { batchesFor, configurationOf, plainLoss, randomExamples } from "./testing/small-models.ts";
import { adapters, fullParameters, type Named, type Trainable } from "./trainable.ts";
import { createTrainer, type Trainer } from "./trainer.ts";
import type { ResponseInputs } from "./loss/response-loss.ts";

function trainerOf(trainable: Trainable, { recompute = false, rate = 1e-2 } = {}): Trainer<ResponseInputs> {
  return createTrainer({ trainable, loss: responseLoss({ recompute }), schedule: constantSchedule(rate), weightDecay: 0.01, clip: 1, threads: 1 });
}

function furthest(one: Named<TensorValue>, other: Named<TensorValue>): number {
  return Math.max(...Object.entries(one).flatMap(([name, { data }]) => [...data].map((element, index) => Math.abs(Number(element) - Number(other[name]!.data[index])))));
}

const examples = randomExamples(10, 3);

describe.each(["gpt2", "opt with norms after the blocks and a narrow embedding", "llama", "qwen3 with head_dim of its own", "t5 gated and untied"])("%s", (name) => {
  const config = configurationOf(name);
  const parameters = randomParameters(config, 9);
  const trainable = fullParameters(modelOf(config, parameters));
  const layouts = config.is_encoder_decoder === true ? (["buckets"] as const) : (["buckets", "packed"] as const);

  test.each(layouts)("the loss is that of the plain float64 computation: %s, in one piece, in several, recomputed", async (kind) => {
    const batches = batchesFor(config, examples, { rows: 4, layout: kind === "packed" ? { kind, width: 32 } : { kind, multiple: 8 } });
    for (const { pieces, recompute } of [{ pieces: 1, recompute: false }, { pieces: 2, recompute: false }, { pieces: 4, recompute: true }]) {
      const trainer = trainerOf(trainable, { recompute });
      let [sum, tokens] = [0, 0];
      for (let step = 0; step < batches.batchesPerEpoch; step++) {
        const batch = batches.batchAt(step);
        const expected = batch.places.reduce((total, { example }) => total + plainLoss(config, parameters, examples[example]!), 0);
        const inputs = responseInputs(batch, pieces);
        let found = 0;
        for (const micro of inputs) found += await trainer.sumOfLosses(trainable.start, micro);
        expect(found).toBeCloseTo(expected, 3);
        if (step === 0) expect((await trainer.step(inputs, batch.responseTokens)).loss).toBeCloseTo(expected / batch.responseTokens, 4);
        sum += found;
        tokens += batch.responseTokens;
      }
      expect(tokens).toBe(examples.reduce((total, { responseLength }) => total + responseLength, 0));
      expect(sum).toBeCloseTo(examples.reduce((total, example) => total + plainLoss(config, parameters, example), 0), 2);
      await trainer.close();
    }
  });

  test("steps in pieces are the steps in one piece, but for rounding; so are recomputed ones", async () => {
    const batches = batchesFor(config, examples, { rows: 4 });
    const after = async (pieces: number, recompute: boolean): Promise<{ learnt: Named<TensorValue>; norms: number[] }> => {
      const trainer = trainerOf(trainable, { recompute });
      const norms: number[] = [];
      // Adam's first steps are the signs of gradients where those are near zero; more steps would magnify rounding.
      for (let step = 0; step < 2; step++) {
        const batch = batches.batchAt(step);
        norms.push((await trainer.step(responseInputs(batch, pieces), batch.responseTokens)).gradientNorm);
      }
      const learnt = (await trainer.readState()).firstMoments;
      await trainer.close();
      return { learnt, norms };
    };
    const whole = await after(1, false);
    for (const [pieces, recompute] of [[2, false], [4, false], [2, true]] as const) {
      const other = await after(pieces, recompute);
      expect(furthest(whole.learnt, other.learnt)).toBeLessThan(2e-3 * Math.max(...Object.values(whole.learnt).flatMap(({ data }) => [...data].map((each) => Math.abs(Number(each))))));
      expect(other.norms[0]! / whole.norms[0]!).toBeCloseTo(1, 4);
    }
  });
});

test.each([
  ["gpt2", { n_layer: 4 }],
  ["llama tied, with all biases and a key head for each head", { num_hidden_layers: 4 }],
  ["t5", { num_layers: 4, num_decoder_layers: 4 }],
] as const)("%s, deep and recomputed: the gradients are the same", async (name, deeper) => {
  const trainable = fullParameters(randomModel({ ...configurationOf(name), ...deeper }, 2));
  const batch = batchesFor({ ...configurationOf(name) }, randomExamples(64, 1), { rows: 64 }).batchAt(0);
  const [inputs] = responseInputs(batch, 1);
  const gradients = (recompute: boolean) => compile((learnt: Named<Tensor>, given: ResponseInputs) => grad(responseLoss({ recompute })(trainable.graph(learnt, {}), given), learnt), { threads: 1 })(trainable.start as never, inputs!);
  const [plain, recomputed] = (await Promise.all([gradients(false), gradients(true)])) as unknown as [Named<TensorValue>, Named<TensorValue>];
  for (const [parameter, { data }] of Object.entries(plain)) {
    const largest = Math.max(...[...data].map((each) => Math.abs(Number(each))));
    expect(furthest({ [parameter]: plain[parameter]! }, recomputed), parameter).toBeLessThan(2e-5 * largest + 1e-7);
  }
});

test.each(["gpt2", "t5 gated and untied"])("%s learns eight examples by heart and says them, in full and by adapters of every layer", async (name) => {
  const config = configurationOf(name);
  const model = randomModel(config, 2);
  // Equal prompts with different answers could not be learnt.
  const eight = randomExamples(40, 1).filter(({ promptLength }) => promptLength > 3).slice(0, 8);
  const batches = batchesFor(config, eight, { rows: 8 });
  for (const { trainable, rate, loss: wanted } of [
    { trainable: fullParameters(model), rate: 1e-2, loss: 0.02 },
    // Under a head and a last norm that stay as they are no probability can come near 1.
    { trainable: adapters(model, { rank: 16, targets: ["all"], seed: 4 }), rate: 1e-2, loss: 1.5 },
  ]) {
    const trainer = trainerOf(trainable, { rate });
    let last = Number.POSITIVE_INFINITY;
    for (let step = 0; step < 300; step++) {
      const batch = batches.batchAt(step);
      last = (await trainer.step(responseInputs(batch, 1), batch.responseTokens)).loss;
    }
    expect(last).toBeLessThan(wanted);
    const learnt = trainable.model((await trainer.readState()).parameters);
    await trainer.close();
    const requests = eight.map(({ ids, promptLength }, sequence) => {
      const prompt = [...ids.subarray(0, promptLength)];
      return { ...(config.is_encoder_decoder === true ? { ids: [0], encoderIds: prompt } : { ids: prompt }), sequence, maximumNewTokens: 12 };
    });
    const said = await generate(createInferenceSession(learnt, { threads: 1 }), requests, { sampling: { temperature: 0 }, stopIds: [49] });
    expect(said.map(({ ids }) => ids)).toEqual(eight.map(({ ids, promptLength }) => [...ids.subarray(promptLength)]));
  }
});

test("a batch without labels is refused", async () => {
  const trainer = trainerOf(fullParameters(randomModel(configurationOf("gpt2"))));
  await expect(trainer.step([], 0)).rejects.toMatchObject({ code: "batch-empty" });
});
