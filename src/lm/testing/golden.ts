import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The tiny checkpoints that stand beside this file, one folder a family; golden/README.md says where they come from. */
export const goldenNames: readonly string[] = readdirSync(join(import.meta.dirname, "golden"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** A row of a golden checkpoint and what is known to come out. */
export interface GoldenRow {
  /** What a decoder reads, or an encoder. */
  ids: readonly number[];
  /** What an encoder–decoder's decoder reads, the start token first. */
  decoderIds?: readonly number[];
  /** [position][vocabulary], computed in float32: agreement to 1e-4 is meant. */
  logits: readonly Float32Array[];
  /** Of each next id, from the second on. */
  logProbabilities: readonly number[];
}

/** A published folder: config.json, generation_config.json, model.safetensors. */
export function goldenFolder(name: string): string {
  return join(import.meta.dirname, "golden", name);
}

export function goldenRows(name: string): GoldenRow[] {
  const { rows } = JSON.parse(readFileSync(join(goldenFolder(name), "expected.json"), "utf8")) as { rows: { ids: number[]; decoderIds?: number[]; logits: string[]; logProbabilities: number[] }[] };
  return rows.map((row) => ({ ...row, logits: row.logits.map((text) => new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer)) }));
}
