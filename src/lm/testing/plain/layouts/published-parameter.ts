/** A parameter of a published checkpoint, and the normal distribution that a random one draws it from. */
export interface PublishedParameter {
  name: string;
  shape: readonly number[];
  mean: number;
  deviation: number;
}

/** A matrix whose products keep the size of what they are given: deviation 1/√inputs unless told. */
export function matrix(name: string, shape: readonly [number, number], inputs: number, deviation: number = 1 / Math.sqrt(inputs)): PublishedParameter {
  return { name: `${name}.weight`, shape, mean: 0, deviation };
}

/** [out, in], as all but GPT-2 store it. */
export function linearWeight(name: string, inputs: number, outputs: number): PublishedParameter {
  return matrix(name, [outputs, inputs], inputs);
}

/** Near 1, and different from it: a forgotten scale shows. */
export function normScale(name: string, width: number): PublishedParameter {
  return { name: `${name}.weight`, shape: [width], mean: 1, deviation: 0.1 };
}

export function biasOf(name: string, width: number): PublishedParameter {
  return { name: `${name}.bias`, shape: [width], mean: 0, deviation: 0.1 };
}
