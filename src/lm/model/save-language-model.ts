import { join } from "node:path";
import { makeFolder, SteadfastError, writeFileAtomically } from "../../base/index.ts";
import { writeCheckpoint } from "../checkpoint/write-checkpoint.ts";
import type { WrittenType } from "../checkpoint/write-safetensors.ts";
import { openCheckpoint } from "../checkpoint/checkpoint.ts";
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from "../checkpoint/half.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { LanguageModel } from "./language-model.ts";

/** @see saveLanguageModel */
export interface SaveOptions {
  /** Made where missing. Files of a model that stand in it already are replaced. */
  readonly folder: string;
  readonly model: LanguageModel;
  /** Its files are written as they were. */
  readonly tokenizer?: Pick<Tokenizer, "files">;
  /** The text of README.md: how the model was made. */
  readonly card: string;
  /** By default float32. */
  readonly dtype?: WrittenType;
}

/**
 * Writes a folder that others load: config, generation config, tokenizer files, weights under their published names and shapes, and the
 * card. It is read again and compared with what it should hold before this returns; config.json comes last, so that no half-written folder
 * passes for a model.
 *
 * @throws SteadfastError `model-differs` where what was read back is something else; those of `writeCheckpoint`
 * @example
 * await saveLanguageModel({ folder: "out/student", model, tokenizer, card: "# Student\n\nTrained on …\n" });
 */
export async function saveLanguageModel({ folder, model, tokenizer, card, dtype = "float32" }: SaveOptions): Promise<void> {
  await makeFolder(folder);
  await writeCheckpoint({
    folder,
    dtype,
    tensors: [...model.parameters].map(([name, { shape, data }]) => ({ name, shape, data: data as Float32Array })),
  });
  for (const [name, bytes] of tokenizer?.files ?? []) await writeFileAtomically(join(folder, name), bytes);
  if (Object.keys(model.generationConfiguration).length > 0) await writeFileAtomically(join(folder, "generation_config.json"), asJson(model.generationConfiguration));
  await writeFileAtomically(join(folder, "README.md"), card);
  await writeFileAtomically(join(folder, "config.json"), asJson({ ...model.configuration, torch_dtype: dtype }));
  await compareSaved(folder, model, dtype);
}

async function compareSaved(folder: string, { parameters }: LanguageModel, dtype: WrittenType): Promise<void> {
  const saved = await openCheckpoint(folder);
  try {
    for (const [name, { data }] of parameters) {
      const read = await saved.read(name);
      const expected = rounded(data as Float32Array, dtype);
      if (expected.length !== read.length || expected.some((element, index) => !Object.is(element, read[index]))) {
        throw new SteadfastError({ code: "model-differs", kind: "incomplete", sentence: `The model saved in ${folder} was read back, and its tensor "${name}" is another than the one that was written.`, hint: "The disk may be failing; save it elsewhere." });
      }
    }
  } finally {
    await saved.close();
  }
}

function rounded(elements: Float32Array, dtype: WrittenType): Float32Array {
  if (dtype === "float32") return elements;
  const [encode, decode] = dtype === "float16" ? [encodeFloat16, decodeFloat16] : [encodeBfloat16, decodeBfloat16];
  const words = new Uint16Array(elements.length);
  const result = new Float32Array(elements.length);
  encode(elements, words);
  decode(words, result);
  return result;
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
