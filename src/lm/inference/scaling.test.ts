import { describe, expect, test } from "vitest";
import { sitesOf } from "../architecture/parameters.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import { randomStream } from "../../stats/index.ts";
import { modelOf, randomModel } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import type { PlainParameters, PlainTensor } from "../testing/plain/parameters.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../testing/plain/plain-logits.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { createInferenceSession } from "./inference-session.ts";
import { score } from "./score.ts";

/** The same parameters with a neuron's weights and bias multiplied, in the published layout. */
function scaledParameters(config: Record<string, unknown>, parameters: PlainParameters, factors: Record<string, Float32Array>): PlainParameters {
  const scaled = new Map<string, PlainTensor>([...parameters].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
  for (const { site, weight, bias, layout, inputs, outputs, start, publishedOutputs } of sitesOf(readArchitecture(config))) {
    const factor = factors[site];
    if (factor === undefined) continue;
    for (let output = 0; output < outputs; output += 1) {
      const matrix = scaled.get(weight)!.data;
      for (let input = 0; input < inputs; input += 1) matrix[layout === "outputs by inputs" ? (start + output) * inputs + input : input * publishedOutputs + start + output]! *= factor[output]!;
      if (bias !== undefined) scaled.get(bias)!.data[start + output]! *= factor[output]!;
    }
  }
  return scaled;
}

describe.each(plainConfigurations)("$name", ({ config }) => {
  test("scaling fed neurons is what scaling their weights and biases is, on every site", async () => {
    const parameters = randomParameters(config, 5);
    const crossed = config.is_encoder_decoder === true;
    const session = createInferenceSession(modelOf(config, parameters), { threads: 1, scalable: true });
    const random = randomStream(2, "factors");
    const factors = Object.fromEntries(sitesOf(readArchitecture(config)).map(({ site, outputs }) => [site, Float32Array.from({ length: outputs }, () => (random.uniform() < 0.2 ? 0 : 0.5 + random.uniform()))]));
    const ids = [5, 6, 7, 30, 2];
    const expectedWith = (of: PlainParameters) => (crossed ? plainEncoderDecoderLogits(config, of, [9, 4, 1], ids) : plainDecoderLogits(config, of, ids));
    const expectLogits = async (expected: Float64Array[]) => {
      const [scored] = await score(session, [crossed ? { ids: [9, 4, 1], decoderIds: ids } : { ids }], { logits: true });
      for (const [place, row] of expected.entries()) for (const [id, logit] of row.entries()) expect(Math.abs(scored!.logits![place]![id]! - logit)).toBeLessThan(1e-4);
    };
    await expectLogits(expectedWith(parameters));
    session.scale!(factors);
    await expectLogits(expectedWith(scaledParameters(config, parameters, factors)));
    session.scale!({});
    await expectLogits(expectedWith(parameters));
  });
});

test("an unknown site is refused; a session that is not scalable has no scale", () => {
  const model = randomModel(plainConfigurations[0]!.config);
  expect(() => createInferenceSession(model, { scalable: true }).scale!({ "decoder.9.feedForward.up": new Float32Array(1) })).toThrow('The model has no site "decoder.9.feedForward.up".');
  expect(createInferenceSession(model).scale).toBeUndefined();
});
