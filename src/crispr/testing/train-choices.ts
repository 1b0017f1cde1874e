import { adamW, type AdamWState, adamWState, compileStep, crossEntropy, grad, SessionCache, slice, type Tensor, tensorValue } from "../../graph/index.ts";
import { crossDecoderLogits, decoderLogits, decoderStartId, type LanguageModel, type ModelGraph } from "../../lm/index.ts";

/** A prompt of ids, all of one length, and the one token to say. */
export interface OneTokenAnswer {
  readonly ids: readonly number[];
  readonly answer: number;
}

/** The model after learning answers of one token by heart. */
export async function trainChoices(model: LanguageModel, answers: readonly OneTokenAnswer[], { steps, learningRate = 0.01 }: { steps: number; learningRate?: number }): Promise<LanguageModel> {
  const { architecture } = model;
  const crossed = architecture.encoder !== undefined;
  const length = answers[0]!.ids.length;
  const cache = new SessionCache();
  const training = compileStep(
    (state: AdamWState<Record<string, Tensor>>, ids: Tensor, start: Tensor, labels: Tensor) => {
      const graph: ModelGraph = { architecture, parameter: (name) => state.parameters[name]! };
      const logits = crossed ? crossDecoderLogits(graph, { ids }, { ids: start }) : slice(decoderLogits(graph, { ids }), 1, length - 1, length);
      const loss = crossEntropy(logits, labels);
      return { state: adamW(state, grad(loss, state.parameters), { learningRate }).state, outputs: { loss } };
    },
    adamWState<Record<string, Tensor>>(Object.fromEntries(model.parameters)),
    { cache, threads: 1 },
  );
  const ids = tensorValue("int32", [answers.length, length], Int32Array.from(answers.flatMap((each) => each.ids)));
  const start = tensorValue("int32", [answers.length, 1], new Int32Array(answers.length).fill(crossed ? decoderStartId(model) : 0));
  const labels = tensorValue("int32", [answers.length, 1], Int32Array.from(answers, ({ answer }) => answer));
  for (let step = 0; step < steps; step += 1) await training.run(ids, start, labels);
  const { parameters } = await training.readState();
  await cache.clear();
  return { ...model, parameters: new Map(Object.entries(parameters)) };
}
