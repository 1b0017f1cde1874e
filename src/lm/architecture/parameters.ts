import type { Architecture, Attention, LinearSite, Norm, ParameterName, Stack } from "./description.ts";

/** A parameter: its published name and shape. */
export interface Parameter {
  readonly name: ParameterName;
  readonly shape: readonly number[];
}

/**
 * Every parameter of the model once, in the order in which it is used.
 *
 * @example
 * parametersOf(architecture).map(({ name }) => name); // ["transformer.wte.weight", "transformer.wpe.weight", …]
 */
export function parametersOf(architecture: Architecture): Parameter[] {
  const found = new Map<ParameterName, Parameter>();
  const add = (name: ParameterName, shape: readonly number[]): void => {
    if (!found.has(name)) found.set(name, { name, shape });
  };
  for (const stack of stacksOf(architecture)) {
    add(stack.tokens, [architecture.vocabulary, stack.embeddingWidth]);
    const { position } = stack;
    if (position.kind === "learned") add(position.table, [position.count + position.offset, stack.width]);
    if (position.kind === "relative") add(position.table, [position.buckets, position.heads]);
    for (const site of sitesOfStack(stack)) {
      add(site.weight, site.layout === "inputs by outputs" ? [site.inputs, site.publishedOutputs] : [site.publishedOutputs, site.inputs]);
      if (site.bias !== undefined) add(site.bias, [site.publishedOutputs]);
    }
    for (const norm of normsOf(stack)) {
      if (norm.scale !== undefined) add(norm.scale, [norm.width]);
      if (norm.bias !== undefined) add(norm.bias, [norm.width]);
    }
  }
  add(architecture.head.weight, [architecture.vocabulary, architecture.decoder.embeddingWidth]);
  return [...found.values()];
}

/**
 * How many numbers the model has, shared ones once.
 *
 * @example
 * parameterCount(architecture); // 124439808
 */
export function parameterCount(architecture: Architecture): number {
  return parametersOf(architecture).reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
}

/**
 * The encoder, where there is one, then the decoder.
 *
 * @example
 * stacksOf(architecture).length; // 1
 */
export function stacksOf({ encoder, decoder }: Architecture): Stack[] {
  return encoder === undefined ? [decoder] : [encoder, decoder];
}

/**
 * Every linear layer but the head, in the order of computation.
 *
 * @example
 * sitesOf(architecture)[0].site; // "decoder.0.selfAttention.query"
 */
export function sitesOf(architecture: Architecture): LinearSite[] {
  return stacksOf(architecture).flatMap(sitesOfStack);
}

/**
 * Outputs of all sites together.
 *
 * @example
 * neuronCount(architecture); // 82944
 */
export function neuronCount(architecture: Architecture): number {
  return sitesOf(architecture).reduce((sum, { outputs }) => sum + outputs, 0);
}

function sitesOfStack({ projectionIn, projectionOut, layers }: Stack): LinearSite[] {
  const ofAttention = ({ query, key, value, output }: Attention): LinearSite[] => [query, key, value, output];
  return [
    ...(projectionIn === undefined ? [] : [projectionIn]),
    ...layers.flatMap(({ selfAttention, crossAttention, feedForward: { gate, up, down } }) => [
      ...ofAttention(selfAttention),
      ...(crossAttention === undefined ? [] : ofAttention(crossAttention)),
      ...(gate === undefined ? [] : [gate]),
      up,
      down,
    ]),
    ...(projectionOut === undefined ? [] : [projectionOut]),
  ];
}

function normsOf({ layers, finalNorm }: Stack): Norm[] {
  return [...layers.flatMap((layer) => [layer.selfAttentionNorm, layer.selfAttention.queryNorm, layer.selfAttention.keyNorm, layer.crossAttentionNorm, layer.feedForwardNorm]), finalNorm].filter((norm) => norm !== undefined);
}
