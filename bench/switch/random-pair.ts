import { type LanguageModel, parametersOf, readArchitecture } from "../../src/lm/index.ts";
import { tensorValue } from "../../src/graph/index.ts";

/** Layers and width; heads are 64 wide where that goes. */
export interface ModelSize {
  readonly layers: number;
  readonly width: number;
}

/** A GPT-2 with random weights, drawn fast. */
export function randomGpt2({ layers, width }: ModelSize, vocabulary: number, seed: number): LanguageModel {
  const configuration = { model_type: "gpt2", n_embd: width, n_head: Math.max(1, Math.floor(width / 64)), n_layer: layers, n_positions: 1024, vocab_size: vocabulary, bos_token_id: vocabulary - 1, eos_token_id: vocabulary - 1 };
  const architecture = readArchitecture(configuration);
  let state = seed;
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }) => {
      const isNorm = shape.length === 1 && name.endsWith("weight");
      const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
      for (let index = 0; index < data.length; index += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        data[index] = (isNorm ? 1 : 0) + (state / 2 ** 32 - 0.5) * 0.07;
      }
      return [name, tensorValue("float32", shape, data)];
    }),
  );
  return { architecture, configuration, generationConfiguration: {}, parameters };
}

/** What a measurement is made of, from the command line: `{"teacher": {"layers": 12, "width": 768}, …}`. */
export interface Setting {
  readonly teacher: ModelSize;
  readonly student: ModelSize;
  readonly vocabulary: number;
  readonly rows: number;
  readonly tokens: number;
  readonly trace: Trace;
}

/** What a trained pair's rollouts were like: of each sequence each step's JSD, whether both models drew one token, and the margin of the student's. */
export type Trace = readonly (readonly TracedStep[])[];

/** @see Trace */
export type TracedStep = readonly [divergence: number, agrees: boolean, margin: number];

/** The prompts of all measurements, of 32 tokens each: at least four texts, for one alone agrees more or less by chance. */
export function promptsOf({ rows, tokens, vocabulary }: Setting): { ids: number[]; sequence: number; maximumTokens: number }[] {
  return Array.from({ length: Math.max(rows, 4) }, (_, sequence) => ({ ids: Array.from({ length: 32 }, (_, index) => (index * 7919 + sequence) % vocabulary), sequence, maximumTokens: tokens }));
}
