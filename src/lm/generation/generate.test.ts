import { describe, expect, test } from "vitest";
import { tensorValue } from "../../graph/index.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import { modelOf, randomModel } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../testing/plain/plain-logits.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { createChoose } from "./choose.ts";
import { generate, type GenerateOptions, type GenerationRequest } from "./generate.ts";

const prompts = [[5, 6, 7], [40, 3, 22, 9, 11], [31], [2, 2, 17], [8, 30], [12, 13, 14, 15]];

function requestsFor(config: Record<string, unknown>, maximumNewTokens: number): GenerationRequest[] {
  return prompts.map((ids, sequence) => (config.is_encoder_decoder === true ? { ids: [0], encoderIds: ids, sequence, maximumNewTokens } : { ids, sequence, maximumNewTokens }));
}

describe.each(plainConfigurations)("$name", ({ config }) => {
  const parameters = randomParameters(config, 3);
  const session = createInferenceSession(modelOf(config, parameters), { threads: 1 });
  const requests = requestsFor(config, 9);

  test("greedy generation takes the likeliest token of the plain float64 computation, step by step", async () => {
    const results = await generate(session, requests, { sampling: { temperature: 0 }, rows: 4 });
    for (const [index, { ids, encoderIds }] of requests.entries()) {
      const text = [...ids];
      for (const id of results[index]!.ids) {
        const logits = (encoderIds === undefined ? plainDecoderLogits(config, parameters, text) : plainEncoderDecoderLogits(config, parameters, encoderIds, text)).at(-1)!;
        expect(logits[id]).toBeGreaterThan(Math.max(...logits) - 1e-4);
        text.push(id);
      }
      expect(results[index]).toMatchObject({ finish: "length" });
      expect(results[index]!.ids).toHaveLength(9);
    }
  });

  test("what a sequence says does not depend on its batch", async () => {
    const alone = await generate(session, requests, { sampling: { seed: 4 }, rows: 1 });
    expect(alone.reduce((sum, { closeSteps }) => sum + closeSteps, 0)).toBe(0);
    for (const rows of [2, 3, 6]) expect(await generate(session, requests, { sampling: { seed: 4 }, rows })).toEqual(alone);
    const reversed = await generate(session, requests.toReversed(), { sampling: { seed: 4 }, rows: 4 });
    expect(reversed.toReversed()).toEqual(alone);
    expect(await generate(session, requests, { sampling: { seed: 5 } })).not.toEqual(alone);
  });
});

describe("sampling", () => {
  test("follows the softmax at the temperature", async () => {
    const logits = Float32Array.of(1, 0, -1, 2, -30, 0.5);
    const rows = 20_000;
    const temperature = 1.7;
    const choose = createChoose(6, temperature, 3, { threads: 1 });
    const repeated = tensorValue("float32", [rows, 6], Float32Array.from({ length: rows * 6 }, (_, index) => logits[index % 6]!));
    const counts = new Float64Array(6);
    for (const { id } of await choose(repeated, Array.from({ length: rows }, (_, index) => ({ sequence: Math.floor(index / 100), step: index % 100 })))) counts[id]! += 1;
    const weights = [...logits].map((logit) => Math.exp(logit / temperature));
    const total = weights.reduce((a, b) => a + b);
    for (const [id, weight] of weights.entries()) {
      const expected = (rows * weight) / total;
      // Five standard deviations.
      expect(Math.abs(counts[id]! - expected), `token ${id}`).toBeLessThan(5 * Math.sqrt(expected) + 1e-3);
    }
  });

  const config = plainConfigurations[0]!.config;
  const session = createInferenceSession(randomModel(config), { threads: 1 });
  const say = async (options: GenerateOptions, maximumNewTokens = 12) => (await generate(session, [{ ids: [5, 6], sequence: 0, maximumNewTokens }], options))[0]!;

  test("with the likeliest token alone allowed is greedy", async () => {
    const greedy = (await say({ sampling: { temperature: 0 } })).ids;
    expect((await say({ sampling: { topK: 1 } })).ids).toEqual(greedy);
    expect((await say({ sampling: { topP: 1e-6 } })).ids).toEqual(greedy);
  });

  test("ends with a stop token, or when asked to", async () => {
    const free = (await say({ sampling: { seed: 8 } })).ids;
    const stop = free[4]!;
    const first = free.indexOf(stop);
    expect(await say({ sampling: { seed: 8 }, stopIds: [stop] })).toMatchObject({ ids: free.slice(0, first + 1), finish: "stop" });
    let seen = 0;
    expect(await say({ sampling: { seed: 8 }, onToken: () => ++seen === 3 })).toMatchObject({ ids: free.slice(0, 3), finish: "stop" });
  });

  test("with a ban on repeated runs never repeats one, the prompt included", async () => {
    const { ids } = await say({ sampling: { temperature: 0, noRepeatNgram: 2 } }, 30);
    const all = [5, 6, ...ids];
    const pairs = all.slice(1).map((id, index) => `${all[index]} ${id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  test("is over when bans leave no token", async () => {
    const small = createInferenceSession(randomModel({ ...config, vocab_size: 8, bos_token_id: 7, eos_token_id: 7 }), { threads: 1 });
    const [result] = await generate(small, [{ ids: [5, 6], sequence: 0, maximumNewTokens: 20 }], { sampling: { noRepeatNgram: 1 } });
    expect(result!.finish).toBe("exhausted");
    expect([...result!.ids].sort()).toEqual([0, 1, 2, 3, 4, 7]);
  });

  test("of nothing is nothing", async () => {
    expect(await generate(session, [])).toEqual([]);
    expect(await say({}, 0)).toEqual({ ids: [], finish: "length", closeSteps: 0 });
  });

  test("fills the context to its last place", async () => {
    expect((await say({}, 31)).ids).toHaveLength(31);
    await expect(say({}, 32)).rejects.toThrow("2 tokens of a prompt and 32 new ones are more than the 32 that the model allows.");
  });

  test.each([
    [{ ids: [] }, {}, "A prompt needs at least one token."],
    [{ ids: [50] }, {}, "The token id 50 is not one of the model's 50."],
    [{ ids: [-1] }, {}, "The token id -1 is not one of the model's 50."],
    [{ ids: [1], maximumNewTokens: -1 }, {}, "The number of new tokens must be a whole number of at least 0, not -1."],
    [{ ids: [1] }, { cacheBytes: 1000 }, "Keys and values of 1 rows of 6 tokens would take 1 MB, more than the 1 MB allowed."],
  ])("%j with %j is refused", async (request, options, sentence) => {
    await expect(generate(session, [{ sequence: 0, maximumNewTokens: 5, ...request }], options)).rejects.toThrow(sentence);
  });

  test("ends at once when it is called off", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    await expect(say({ signal: controller.signal, onToken: () => controller.abort(reason) })).rejects.toBe(reason);
  });
});
