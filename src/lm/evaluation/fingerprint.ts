import { createHash } from "node:crypto";
import { canonicalJson } from "../../base/index.ts";
import type { BareModel } from "../local-model.ts";

/** SHA-256 of all that decides what a model says: its configurations, weights and tokenizer, wherever they were loaded from. */
export function fingerprintOf({ model, tokenizer }: BareModel): string {
  const hash = createHash("sha256");
  // A length before each piece: no two lists of pieces read the same.
  const add = (piece: string | Uint8Array): void => {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    hash.update(`${bytes.byteLength}:`).update(bytes);
  };
  add(canonicalJson(model.configuration));
  add(canonicalJson(model.generationConfiguration));
  for (const name of [...model.parameters.keys()].sort()) {
    const { shape, data } = model.parameters.get(name)!;
    add(canonicalJson([name, shape]));
    add(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const files = tokenizer?.files ?? new Map<string, Uint8Array>();
  for (const name of [...files.keys()].sort()) {
    add(name);
    add(files.get(name)!);
  }
  return hash.digest("hex");
}
