import { constant, type Tensor, type TensorValue, tensorValue } from "../../graph/index.ts";
import type { Architecture } from "../architecture/description.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { ModelGraph } from "../model/model-graph.ts";
import type { PlainParameters } from "./plain/parameters.ts";
import { randomParameters } from "./plain/random-checkpoint.ts";

/** The product's model of a plain reference's parameters. */
export function modelOf(config: Record<string, unknown>, parameters: PlainParameters): LanguageModel {
  return {
    architecture: readArchitecture(config),
    configuration: config,
    generationConfiguration: {},
    parameters: new Map([...parameters].map(([name, { shape, data }]) => [name, tensorValue("float32", shape, Float32Array.from(data))])),
  };
}

/** A random model. */
export function randomModel(config: Record<string, unknown>, seed = 1): LanguageModel {
  return modelOf(config, randomParameters(config, seed));
}

/** Parameters in float64, by name. */
export function doubleParameters(parameters: PlainParameters): Record<string, TensorValue> {
  return Object.fromEntries([...parameters].map(([name, { shape, data }]) => [name, tensorValue("float64", shape, data)]));
}

/** A graph over parameters that are tensors already, or constants. */
export function graphOver(architecture: Architecture, parameters: Record<string, Tensor | TensorValue>): ModelGraph {
  return {
    architecture,
    parameter: (name) => {
      const found = parameters[name]!;
      return "node" in found ? found : constant(found.data, found.shape);
    },
  };
}
