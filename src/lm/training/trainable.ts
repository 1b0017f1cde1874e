import { type Tensor, type TensorValue } from "../../graph/index.ts";
import type { Architecture, ParameterName } from "../architecture/description.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { ModelGraph } from "../model/model-graph.ts";
import { adapterHook, type AdapterOptions, adapterScale, initialAdapters } from "./adapters/adapters.ts";
import { chooseSites } from "./adapters/choose-sites.ts";
import { mergeAdapters } from "./adapters/merge-adapters.ts";

/** Tensors by name. */
export type Named<Value> = Record<string, Value>;

/** What of a model is learnt, and what stays. */
export interface Trainable {
  readonly architecture: Architecture;
  /** What is learnt, before the first step. */
  readonly start: Named<TensorValue>;
  /** Parameters of the model that are only read. They are fed, not built in: sessions of several shapes share them. */
  readonly frozen: Named<TensorValue>;
  /** The model in a graph. */
  graph(learnt: Named<Tensor>, frozen: Named<Tensor>): ModelGraph;
  /** The model as others have it. */
  model(learnt: Named<TensorValue>): LanguageModel;
}

/**
 * Every parameter is learnt.
 *
 * @example
 * const trainable = fullParameters(model);
 * Object.keys(trainable.frozen); // []
 */
export function fullParameters(model: LanguageModel): Trainable {
  return {
    architecture: model.architecture,
    start: Object.fromEntries(model.parameters),
    frozen: {},
    graph: (learnt) => ({ architecture: model.architecture, parameter: (name) => learnt[name]! }),
    model: (learnt) => ({ ...model, parameters: new Map([...model.parameters.keys()].map((name: ParameterName) => [name, learnt[name]!])) }),
  };
}

/**
 * Adapters are learnt beside parameters that stay.
 *
 * @throws SteadfastError `adapter-target`, `adapter-rank`.
 * @example
 * const trainable = adapters(model, { rank: 8, seed: 1 });
 * Object.keys(trainable.start)[0]; // "decoder.0.selfAttention.query.a"
 */
export function adapters(model: LanguageModel, options: AdapterOptions & { readonly seed: number }): Trainable {
  const { targets = ["query", "value"], seed } = options;
  const { architecture } = model;
  const sites = chooseSites(architecture, targets);
  const scale = adapterScale(options);
  return {
    architecture,
    start: initialAdapters(sites, options, seed),
    frozen: Object.fromEntries(model.parameters),
    graph: (learnt, frozen) => ({ architecture, parameter: (name) => frozen[name]!, onSite: adapterHook(learnt, scale) }),
    model: (learnt) => ({ ...model, parameters: mergeAdapters(model.parameters, sites, learnt, scale) }),
  };
}
