import { SteadfastError } from "../../../base/index.ts";

/** A published tensor: its elements in row-major order. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A checkpoint by the names that its file gives. */
export type PlainParameters = ReadonlyMap<string, PlainTensor>;

/** Takes a parameter by its name without prefix; its shape must be the one given. */
export type Take = (name: string, shape: readonly number[]) => PlainTensor;

/** Published files name the body's parameters with or without a prefix (`transformer.`, `model.`); a head never has one. */
export function takeFrom(parameters: PlainParameters, prefix: string): Take {
  return (name, shape) => {
    const found = parameters.get(prefix + name) ?? parameters.get(name);
    if (found === undefined) throw unusable(`The checkpoint has no parameter ${name}, with the prefix ${prefix} or without.`);
    if (found.shape.join() !== shape.join()) throw unusable(`The parameter ${name} has the shape [${found.shape.join(", ")}] instead of [${shape.join(", ")}].`);
    return found;
  };
}

export function unusable(sentence: string): SteadfastError {
  return new SteadfastError({ code: "plain-model-unusable", sentence });
}
