import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlainParameters } from "./parameters.ts";

const GENERATION_KEYS: ReadonlySet<string> = new Set(["bos_token_id", "eos_token_id", "pad_token_id", "decoder_start_token_id"]);

/** Writes a checkpoint as it is published: config.json, generation_config.json, and model.safetensors in float32. */
export function writePlainCheckpoint(folder: string, config: Record<string, unknown>, parameters: PlainParameters): void {
  mkdirSync(folder, { recursive: true });
  const generation = Object.fromEntries(Object.entries(config).filter(([key]) => GENERATION_KEYS.has(key)));
  writeFileSync(join(folder, "config.json"), JSON.stringify(config, null, 2));
  writeFileSync(join(folder, "generation_config.json"), JSON.stringify(generation, null, 2));
  writeSafetensors(join(folder, "model.safetensors"), parameters);
}

/** 8 bytes of header length, little-endian; the header in JSON, filled with blanks to a multiple of 8; the tensors. */
function writeSafetensors(path: string, parameters: PlainParameters): void {
  let end = 0;
  const entries = [...parameters].map(([name, { shape, data }]) => [name, { dtype: "F32", shape, data_offsets: [end, (end += 4 * data.length)] }]);
  const json = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) });
  const header = json.padEnd(Math.ceil(json.length / 8) * 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, "w");
  try {
    writeFileSync(file, length);
    writeFileSync(file, header);
    for (const { data } of parameters.values()) writeFileSync(file, Float32Array.from(data));
  } finally {
    closeSync(file);
  }
}
