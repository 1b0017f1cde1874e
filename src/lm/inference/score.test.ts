import { describe, expect, test } from "vitest";
import { modelOf } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../testing/plain/plain-logits.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { createInferenceSession } from "./inference-session.ts";
import { perplexity, score } from "./score.ts";

const texts = [[5, 6, 7, 8, 9, 10, 11], [40, 3], [31]];

describe.each(plainConfigurations)("$name", ({ config }) => {
  const parameters = randomParameters(config, 9);
  const session = createInferenceSession(modelOf(config, parameters), { threads: 1 });
  const crossed = config.is_encoder_decoder === true;
  const requests = texts.map((ids) => (crossed ? { ids: [4, 4, 1], decoderIds: ids } : { ids }));

  test("log-probabilities and perplexity are those of the plain float64 computation, in pieces of any size", async () => {
    const expected = texts.map((ids) => {
      const logits = crossed ? plainEncoderDecoderLogits(config, parameters, [4, 4, 1], ids) : plainDecoderLogits(config, parameters, ids);
      return ids.slice(1).map((id, place) => logits[place]![id]! - Math.log(logits[place]!.reduce((sum, logit) => sum + Math.exp(logit), 0)));
    });
    for (const positionsAtOnce of [1, 3, 512]) {
      const scores = await score(session, requests, { positionsAtOnce, logits: positionsAtOnce === 3 });
      for (const [index, { logProbabilities, logits }] of scores.entries()) {
        expect(logProbabilities).toHaveLength(expected[index]!.length);
        for (const [place, value] of logProbabilities.entries()) expect(Math.abs(value - expected[index]![place]!)).toBeLessThan(1e-4);
        expect(logits?.length).toBe(positionsAtOnce === 3 ? texts[index]!.length : undefined);
      }
      const all = expected.flat();
      expect(perplexity(scores)).toBeCloseTo(Math.exp(-all.reduce((a, b) => a + b) / all.length), 3);
    }
  });
});

test("nothing to predict has no perplexity", async () => {
  const config = plainConfigurations[0]!.config;
  const session = createInferenceSession(modelOf(config, randomParameters(config, 1)), { threads: 1 });
  expect(perplexity(await score(session, [{ ids: [3] }]))).toBeUndefined();
  expect(await score(session, [])).toEqual([]);
});

describe("what cannot be scored", () => {
  const decoder = plainConfigurations[0]!.config;
  const crossed = plainConfigurations.find(({ config }) => config.is_encoder_decoder === true)!.config;
  test.each([
    [decoder, { ids: [] }, "A sequence to score needs at least one token."],
    [decoder, { ids: [1, 50] }, "The token id 50 is not one of the model's 50."],
    [decoder, { ids: [1], decoderIds: [1] }, "Decoder ids were given for a model without an encoder."],
    [decoder, { ids: Array.from({ length: 33 }, () => 1) }, "A text of 33 tokens is longer than the 32 that the model allows."],
    [crossed, { ids: [1] }, "An encoder–decoder needs decoder ids to score."],
    [crossed, { ids: [], decoderIds: [0] }, "A sequence to score needs at least one token."],
    [crossed, { ids: [1], decoderIds: [0, -3] }, "The token id -3 is not one of the model's 50."],
  ])("%#", async (config, request, sentence) => {
    const session = createInferenceSession(modelOf(config, randomParameters(config, 1)), { threads: 1 });
    await expect(score(session, [request])).rejects.toThrow(sentence);
  });
});
