import { SteadfastError } from "../../base/index.ts";
import { compile, type CompileOptions, constant, SessionCache, type Tensor, type TensorType, type TensorValue, tensorValue } from "../../graph/index.ts";
import type { Architecture, Attention, ParameterName } from "../architecture/description.ts";
import { sitesOf } from "../architecture/parameters.ts";
import { type CachedInputs, cachedLogits, encodedKeyValues, type KeyValues } from "../model/cached-model.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { type ModelGraph, scaledSites } from "../model/model-graph.ts";

/** Where the model runs, and how much of its vocabulary counts. Unless it is given a cache of sessions, it has one of its own. */
export interface InferenceOptions extends CompileOptions {
  /** Logits are cut to this many: the tokenizer's size, where the vocabulary is padded. */
  vocabulary?: number;
  /** Lets `scale` multiply neurons; without it no product stands in the way. */
  scalable?: boolean;
}

/**
 * A model whose weights are constants: one session for prefill, decoding and scoring of blocks, and for an encoder one
 * more.
 */
export interface InferenceSession {
  readonly model: LanguageModel;
  /** Where it runs, for small graphs beside it. */
  readonly options: CompileOptions;
  /** How many logits there are for a token. */
  readonly vocabulary: number;
  /**
   * From now on multiplies neurons by factors: by the name of the site, [outputs] each; 0 removes a neuron, sites without are as they were
   * trained. Of a session that was made `scalable`.
   */
  scale?(factors: Readonly<Record<string, Float32Array>>): void;
  /** @see cachedLogits */
  run(inputs: CachedInputs<TensorValue>): Promise<{ logits: TensorValue; added: readonly KeyValues<TensorValue>[] }>;
  /** What the decoder's layers read of the encoder: keys and values [batch, heads, encoded, headWidth]. Rows are padded behind. */
  encode?(inputs: { ids: TensorValue; places: TensorValue; lengths: TensorValue }): Promise<readonly KeyValues<TensorValue>[]>;
  /** Frees the weights that the engine holds. */
  close(): Promise<void>;
}

/**
 * Makes a model ready to run. Its parameters must not be changed afterwards.
 *
 * @example
 * const session = createInferenceSession(await loadLanguageModel("models/teacher"));
 */
export function createInferenceSession(model: LanguageModel, { vocabulary: wantedVocabulary, scalable = false, cache = new SessionCache(), ...others }: InferenceOptions = {}): InferenceSession {
  const { architecture } = model;
  const options = { ...others, cache };
  const vocabulary = Math.min(wantedVocabulary ?? architecture.vocabulary, architecture.vocabulary);
  const sites = scalable ? sitesOf(architecture) : [];
  const scaleTypes = Object.fromEntries(sites.map(({ site, outputs }) => [site, { dtype: "float32", shape: [outputs] } satisfies TensorType]));
  const graph = (factors: Scales): ModelGraph => ({ architecture, parameter: constantParameters(model), ...(scalable ? { onSite: scaledSites(factors) } : {}) });
  const decode = compile((inputs: CachedInputs, factors: Scales) => cachedLogits(graph(factors), inputs, vocabulary), { ...options, inputs: [cachedInputTypes(architecture), scaleTypes] });
  const encode =
    architecture.encoder === undefined
      ? undefined
      : compile((ids: Tensor, places: Tensor, lengths: Tensor, factors: Scales) => encodedKeyValues(graph(factors), { ids, places, lengths }), {
          ...options,
          inputs: [{ dtype: "int32", shape: ["batch", "encoded"] }, { dtype: "int32", shape: ["encoded"] }, { dtype: "int32", shape: ["batch"] }, scaleTypes],
        });
  let scales: Record<string, TensorValue> = {};
  const scale = (factors: Readonly<Record<string, Float32Array>>): void => {
    const unknown = Object.keys(factors).find((name) => !Object.hasOwn(scaleTypes, name));
    if (unknown !== undefined) throw new SteadfastError({ code: "site-unknown", sentence: `The model has no site "${unknown}".`, hint: "Sites are named like decoder.0.feedForward.up." });
    scales = Object.fromEntries(sites.map(({ site, outputs }) => [site, tensorValue("float32", [outputs], factors[site] ?? new Float32Array(outputs).fill(1))]));
  };
  scale({});
  return {
    model,
    options,
    vocabulary,
    close: () => cache.clear(),
    ...(scalable ? { scale } : {}),
    run: (inputs) => decode(inputs, scales),
    ...(encode === undefined ? {} : { encode: ({ ids, places, lengths }) => encode(ids, places, lengths, scales) }),
  };
}

type Scales = Record<string, Tensor>;

function cachedInputTypes({ decoder, encoder }: Architecture): CachedInputs<TensorType> {
  const keyValues = (pick: (layer: (typeof decoder.layers)[number]) => Attention, total: string): KeyValues<TensorType>[] =>
    decoder.layers.map((layer) => {
      const { keyValueHeads, headWidth } = pick(layer);
      const type: TensorType = { dtype: "float32", shape: ["batch", keyValueHeads, total, headWidth] };
      return { key: type, value: type };
    });
  return {
    ids: { dtype: "int32", shape: ["batch", "sequence"] },
    positions: { dtype: "int32", shape: ["batch", "sequence"] },
    places: { dtype: "int32", shape: ["capacity"] },
    wanted: { dtype: "int32", shape: ["wanted"] },
    cache: keyValues(({ selfAttention }) => selfAttention, "capacity"),
    ...(encoder === undefined
      ? {}
      : { cross: { keyValues: keyValues(({ crossAttention }) => crossAttention!, "encoded"), places: { dtype: "int32", shape: ["encoded"] }, lengths: { dtype: "int32", shape: ["batch"] } } }),
  };
}

function constantParameters({ parameters }: LanguageModel): (name: ParameterName) => Tensor {
  const tensors = new Map<ParameterName, Tensor>();
  return (name) => {
    const known = tensors.get(name);
    if (known !== undefined) return known;
    const { data, shape } = parameters.get(name)!;
    const tensor = constant(data, shape);
    tensors.set(name, tensor);
    return tensor;
  };
}
