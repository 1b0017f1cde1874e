import { compile, type CompileOptions, constant, type Tensor, type TensorType, type TensorValue } from "../../graph/index.ts";
import type { Attention, ParameterName } from "../architecture/description.ts";
import { type CachedInputs, cachedLogits, encodedKeyValues, type KeyValues } from "../model/cached-model.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { ModelGraph, SiteHook } from "../model/model-graph.ts";

/** Where the model runs, and how much of its vocabulary counts. */
export interface InferenceOptions extends CompileOptions {
  /** Logits are cut to this many: the tokenizer's size, where the vocabulary is padded. */
  vocabulary?: number;
  onSite?: SiteHook;
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
  /** @see cachedLogits */
  run(inputs: CachedInputs<TensorValue>): Promise<{ logits: TensorValue; added: readonly KeyValues<TensorValue>[] }>;
  /** What the decoder's layers read of the encoder: keys and values [batch, heads, encoded, headWidth]. Rows are padded behind. */
  encode?(inputs: { ids: TensorValue; places: TensorValue; lengths: TensorValue }): Promise<readonly KeyValues<TensorValue>[]>;
}

/**
 * Makes a model ready to run. Its parameters must not be changed afterwards.
 *
 * @example
 * const session = createInferenceSession(await loadLanguageModel("models/teacher"));
 */
export function createInferenceSession(model: LanguageModel, { vocabulary: wantedVocabulary, onSite, ...options }: InferenceOptions = {}): InferenceSession {
  const { architecture } = model;
  const vocabulary = Math.min(wantedVocabulary ?? architecture.vocabulary, architecture.vocabulary);
  const graph = (): ModelGraph => ({ architecture, parameter: constantParameters(model), ...(onSite === undefined ? {} : { onSite }) });
  const { decoder, encoder } = architecture;
  const cacheTypes = (pick: (layer: (typeof decoder.layers)[number]) => Attention, total: string): KeyValues<TensorType>[] =>
    decoder.layers.map((layer) => {
      const { keyValueHeads, headWidth } = pick(layer);
      const type: TensorType = { dtype: "float32", shape: ["batch", keyValueHeads, total, headWidth] };
      return { key: type, value: type };
    });
  const types: CachedInputs<TensorType> = {
    ids: { dtype: "int32", shape: ["batch", "sequence"] },
    positions: { dtype: "int32", shape: ["batch", "sequence"] },
    places: { dtype: "int32", shape: ["capacity"] },
    wanted: { dtype: "int32", shape: ["wanted"] },
    cache: cacheTypes(({ selfAttention }) => selfAttention, "capacity"),
    ...(encoder === undefined
      ? {}
      : {
          cross: {
            keyValues: cacheTypes(({ crossAttention }) => crossAttention!, "encoded"),
            places: { dtype: "int32", shape: ["encoded"] },
            lengths: { dtype: "int32", shape: ["batch"] },
          },
        }),
  };
  const decode = compile((inputs: CachedInputs) => cachedLogits(graph(), inputs, vocabulary), { ...options, inputs: [types] });
  const encode =
    encoder === undefined
      ? undefined
      : compile((ids: Tensor, places: Tensor, lengths: Tensor) => encodedKeyValues(graph(), { ids, places, lengths }), {
          ...options,
          inputs: [{ dtype: "int32", shape: ["batch", "encoded"] }, { dtype: "int32", shape: ["encoded"] }, { dtype: "int32", shape: ["batch"] }],
        });
  return {
    model,
    options,
    vocabulary,
    run: decode,
    ...(encode === undefined ? {} : { encode: ({ ids, places, lengths }) => encode(ids, places, lengths) }),
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
