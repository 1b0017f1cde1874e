import { add, compile, type CompileOptions, expandDimensions, gumbelNoise, multiply, type Tensor, type TensorValue, tensorValue, topK } from "../../graph/index.ts";
import { randomStream } from "../../stats/index.ts";

/** A chosen token. */
export interface Choice {
  readonly id: number;
  /** How far the best (noisy) logit is above the second best: below 1e-4, rounding may decide. −∞ − (−∞) is NaN. */
  readonly margin: number;
  /** False where no token was allowed. */
  readonly possible: boolean;
}

/** Chooses the next token of each row of logits [rows, vocabulary]. */
export type Choose = (logits: TensorValue, keys: readonly RandomAddress[]) => Promise<Choice[]>;

/** Which random numbers a step of a sequence uses; nothing else decides them. */
export interface RandomAddress {
  readonly sequence: number;
  readonly step: number;
}

/**
 * The two words of noise that the address and the seed stand for.
 *
 * @example
 * noiseKey(1, { sequence: 0, step: 0 }).length; // 2
 */
export function noiseKey(seed: number, { sequence, step }: RandomAddress): [number, number] {
  const random = randomStream(seed, "token", sequence, step);
  return [random.uint32(), random.uint32()];
}

/**
 * A chooser: the likeliest token at temperature 0, else a sample, made as the largest of logits ÷ temperature + Gumbel
 * noise.
 *
 * @example
 * const choose = createChoose(3, 0, 1);
 * const [{ id }] = await choose(tensorValue("float32", [1, 3], [0.1, 2, 0.3]), [{ sequence: 0, step: 0 }]);
 * id; // 1
 */
export function createChoose(vocabulary: number, temperature: number, seed: number, options: CompileOptions = {}): Choose {
  const logitsType = { dtype: "float32", shape: ["rows", vocabulary] } as const;
  const best = (scores: Tensor): { indices: Tensor; values: Tensor } => topK(scores, Math.min(2, vocabulary));
  const greedy = compile(best, { ...options, inputs: [logitsType] });
  const sampled = compile((logits: Tensor, keys: Tensor, inverseTemperature: Tensor) => best(add(multiply(logits, expandDimensions(inverseTemperature, 0)), gumbelNoise(keys, vocabulary))), {
    ...options,
    inputs: [logitsType, { dtype: "uint32", shape: ["rows", 2] }, { dtype: "float32", shape: [1] }],
  });
  return async (logits, addresses) => {
    const keys = temperature === 0 ? undefined : tensorValue("uint32", [addresses.length, 2], Uint32Array.from(addresses.flatMap((address) => noiseKey(seed, address))));
    const { indices, values } = keys === undefined ? await greedy(logits) : await sampled(logits, keys, tensorValue("float32", [1], [1 / temperature]));
    const width = values.shape[1]!;
    return addresses.map((_, row) => {
      const [first, second] = [Number(values.data[row * width]), width === 1 ? Number.NEGATIVE_INFINITY : Number(values.data[row * width + 1])];
      return { id: Number(indices.data[row * width]), margin: first - second, possible: first > Number.NEGATIVE_INFINITY };
    });
  };
}
