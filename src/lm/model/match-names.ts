import { SteadfastError } from "../../base/index.ts";
import type { Architecture, ParameterName } from "../architecture/description.ts";
import type { Parameter } from "../architecture/parameters.ts";

/** Which tensors of a file are which parameters. */
export interface MatchedNames {
  readonly parameters: readonly { readonly parameter: Parameter; readonly stored: string }[];
  /** Tensors that repeat a parameter. */
  readonly duplicates: readonly { readonly stored: string; readonly name: ParameterName }[];
}

/**
 * Finds every parameter among the names of a file, with or without the prefix that some files leave out. What is left over must be
 * a known buffer or a known copy.
 *
 * @throws SteadfastError `tensor-missing` or `tensor-surplus`, with the name
 */
export function matchNames({ files: { optionalPrefix, ignored, duplicates }, family }: Pick<Architecture, "files" | "family">, parameters: readonly Parameter[], stored: readonly string[]): MatchedNames {
  const left = new Set(stored);
  const take = (name: string): string | undefined => {
    const short = optionalPrefix !== undefined && name.startsWith(optionalPrefix) ? name.slice(optionalPrefix.length) : undefined;
    const found = left.has(name) ? name : short !== undefined && left.has(short) ? short : undefined;
    if (found !== undefined) left.delete(found);
    return found;
  };
  // A file may hold a shared matrix under the second of its names only.
  const secondNames = (name: string): string[] => Object.keys(duplicates).filter((second) => duplicates[second] === name);
  const takeFirst = (names: readonly string[]): string | undefined => {
    for (const name of names) {
      const found = take(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const matched = parameters.map((parameter) => {
    const found = takeFirst([parameter.name, ...secondNames(parameter.name)]);
    if (found === undefined) {
      throw new SteadfastError({ code: "tensor-missing", sentence: `The weights lack "${parameter.name}", [${parameter.shape.join(", ")}].`, hint: `A ${family} model with this config.json has it. Weights and config.json may not be of the same model, or the download is not complete.` });
    }
    return { parameter, stored: found };
  });
  const copies = Object.entries(duplicates).flatMap(([second, name]) => {
    const found = take(second);
    return found === undefined ? [] : [{ stored: found, name }];
  });
  const surplus = [...left].find((name) => !ignored.some((pattern) => pattern.test(name)));
  if (surplus !== undefined) {
    throw new SteadfastError({ code: "tensor-surplus", sentence: `The weights hold "${surplus}", which a ${family} model with this config.json does not have.`, hint: "Left aside it would change what the model says, so the model is refused." });
  }
  return { parameters: matched, duplicates: copies };
}
