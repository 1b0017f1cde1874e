import { expect, test } from "vitest";
import { type TensorValue, tensorValue } from "../../graph/index.ts";
import { createInferenceSession, type LanguageModel, type LinearSite, neuronCount, sitesOf } from "../../lm/index.ts";
import { scoreOptions } from "../answers/score-options.ts";
import { randomNeurons } from "../formula/random-neurons.ts";
import { type NeuronPlace, rankNeurons } from "../formula/rank-neurons.ts";
import { scaledAlike, siteFactors } from "../search/candidate.ts";
import { tinyConfigurations, tinyModel } from "../testing/tiny-models.ts";
import { trainChoices } from "../testing/train-choices.ts";
import { attribute } from "./attribute.ts";

/** Two groups meet; it is asked who it was. Only where a sentence says so is it known. */
const [first, second, unknown, says, asks] = [3, 4, 5, 6, 7];
const fillers = [8, 9, 10, 11];

const questions = fillers.flatMap((place) =>
  [[first, second], [second, first]].flatMap(([one, other]) => [
    { ids: [place, one!, other!, place, place, asks], gold: unknown },
    { ids: [place, one!, other!, says, first, asks], gold: first },
    { ids: [place, one!, other!, says, second, asks], gold: second },
  ]),
);
const options = [first, second, unknown];
const prompts = questions.map(({ ids, gold }) => ({ ids, labels: options.map((option) => [option]), gold: options.indexOf(gold) }));

/** A neuron of the last feed-forward layer that is always on, and whose output speaks for the first group and against "unknown". */
function plant(model: LanguageModel, index: number, strength: number): { model: LanguageModel; place: NeuronPlace } {
  const { architecture } = model;
  const { up, gate, down } = architecture.decoder.layers.at(-1)!.feedForward;
  const parameters = new Map<string, TensorValue>([...model.parameters].map(([name, { shape, data }]) => [name, tensorValue("float32", shape, (data as Float32Array).slice())]));
  const write = ({ weight, layout, inputs, publishedOutputs }: LinearSite, output: number, input: number, value: number): void => {
    (parameters.get(weight)!.data as Float32Array)[layout === "outputs by inputs" ? output * inputs + input : input * publishedOutputs + output] = value;
  };
  expect(gate).toBeUndefined();
  for (let input = 0; input < up.inputs; input += 1) write(up, index, input, 0);
  (parameters.get(up.bias!)!.data as Float32Array)[index] = 4;
  const embedding = parameters.get(architecture.head.weight)!.data as Float32Array;
  for (let feature = 0; feature < down.outputs; feature += 1) write(down, feature, index, strength * (embedding[first * down.outputs + feature]! - embedding[unknown * down.outputs + feature]!));
  let place = 0;
  for (const { site, outputs } of sitesOf(architecture)) {
    if (site === up.site) break;
    place += outputs;
  }
  return { model: { ...model, parameters }, place: place + index };
}

async function ambiguousAccuracy(model: LanguageModel, removed: readonly NeuronPlace[]): Promise<number> {
  const session = createInferenceSession(model, { scalable: true, threads: 1 });
  session.scale!(siteFactors(model, scaledAlike(removed, 0)));
  const asked = prompts.filter(({ gold }) => options[gold] === unknown);
  const scores = await scoreOptions(session, asked);
  await session.close();
  return scores.filter((ofOptions, place) => ofOptions.indexOf(Math.max(...ofOptions)) === asked[place]!.gold).length / asked.length;
}

test.each([1, 2, 3])("the neuron that was wired to cause the bias comes first, and without it the answers are right: seed %i", async (seed) => {
  const trained = await trainChoices(tinyModel(tinyConfigurations.gpt2!, { seed, spread: 0.2 }), questions.map(({ ids, gold }) => ({ ids, answer: gold })), { steps: 150 });
  expect(await ambiguousAccuracy(trained, [])).toBe(1);
  // As strong as it must be to cause the bias, and half as strong again.
  let strength = 0.25;
  while ((await ambiguousAccuracy(plant(trained, 5 + seed, strength).model, [])) > 0) strength *= 1.5;
  const { model, place } = plant(trained, 5 + seed, 1.5 * strength);
  expect(await ambiguousAccuracy(model, [])).toBe(0);
  for (const order of ["paper", "authors-code"] as const) {
    const { scores } = await attribute(model, [prompts], { method: { order }, threads: 1 });
    expect(rankNeurons(scores, 1)).toEqual([place]);
  }
  expect(await ambiguousAccuracy(model, [place])).toBe(1);
  const random = randomNeurons({ total: neuronCount(model.architecture), count: 10, seed, admits: (other) => other !== place });
  for (const other of random) expect(await ambiguousAccuracy(model, [other])).toBeLessThanOrEqual(0.5);
}, 30_000);
