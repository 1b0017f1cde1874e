import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PlainParameters, type PlainTensor, unusable } from "./parameters.ts";

/** A published folder whose weights are one model.safetensors in float32. */
export function readPlainCheckpoint(folder: string): { config: Record<string, unknown>; parameters: PlainParameters } {
  const config: Record<string, unknown> = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  const bytes = readFileSync(join(folder, "model.safetensors"));
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> = JSON.parse(bytes.toString("utf8", 8, start));
  const parameters = new Map<string, PlainTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (dtype !== "F32") throw unusable(`The parameter ${name} is ${dtype}; the plain models read float32 only.`);
    const [from, to] = offsets;
    parameters.set(name, { shape, data: Float64Array.from({ length: (to - from) / 4 }, (_, place) => bytes.readFloatLE(start + from + 4 * place)) });
  }
  return { config, parameters };
}
