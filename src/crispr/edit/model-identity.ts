import { createHash } from "node:crypto";
import { contentHash } from "../../base/index.ts";
import type { LanguageModel } from "../../lm/index.ts";

/** Which model an edit is of. */
export interface ModelIdentity {
  /** SHA-256 of its architecture, wherever its files came from. */
  readonly architecture: string;
  /** SHA-256 of its weights as float32, under their published names. */
  readonly weights: string;
}

const known = new WeakMap<LanguageModel["parameters"], ModelIdentity>();

/** The identity of a model, computed once. The tokenizer is not part of it: neurons are the same whoever spells. */
export function identityOf(model: Pick<LanguageModel, "architecture" | "parameters">): ModelIdentity {
  const identity = known.get(model.parameters) ?? computeIdentity(model);
  known.set(model.parameters, identity);
  return identity;
}

function computeIdentity({ architecture, parameters }: Pick<LanguageModel, "architecture" | "parameters">): ModelIdentity {
  const { files: _files, ...described } = architecture;
  const hash = createHash("sha256");
  for (const name of [...parameters.keys()].sort()) {
    const { shape, data } = parameters.get(name)!;
    hash.update(`${name} ${shape.join("x")}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { architecture: contentHash(JSON.parse(JSON.stringify(described))), weights: hash.digest("hex") };
}
