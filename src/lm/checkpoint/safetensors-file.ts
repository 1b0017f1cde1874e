import { damaged, shown, unsupported } from "./failure.ts";
import { readElements } from "./read-elements.ts";
import { lengthBytes, parseHeader, parseHeaderLength } from "./safetensors-header.ts";
import type { SourceFile } from "./source-file.ts";
import { bytesPerElement } from "./stored-type.ts";
import type { WeightTensor, WeightTensors } from "./weight-file.ts";

/** Reads and checks the header of a safetensors file. */
export async function readSafetensors(file: SourceFile): Promise<WeightTensors> {
  if (file.size < lengthBytes) throw damaged(file.path, `it has ${file.size} bytes, too few for a header`);
  const lengthField = new Uint8Array(lengthBytes);
  await file.read(lengthField, 0);
  refuseOthers(file.path, lengthField);
  const bytes = new Uint8Array(parseHeaderLength({ file: file.path, bytes: lengthField, fileSize: file.size }));
  await file.read(bytes, lengthBytes);
  const entries = parseHeader({ file: file.path, bytes, fileSize: file.size });
  const tensors = new Map<string, WeightTensor>();
  for (const [name, { dtype, shape, start, end }] of entries) {
    const count = (end - start) / bytesPerElement[dtype];
    tensors.set(name, { dtype, shape, count, read: (into) => readElements({ file, name, dtype, start }, into) });
  }
  return tensors;
}

function refuseOthers(path: string, firstBytes: Uint8Array): void {
  const text = Buffer.from(firstBytes).toString("latin1");
  refuseLargeFilePointer(path, text);
  if (text.startsWith("PK")) throw unsupported(path, `is a PyTorch file by its content (it begins with ${shown(text.slice(0, 2))})`, "Rename it to pytorch_model.bin.");
}

/** A clone of a repository without Git LFS leaves a text of three lines where the weights should be. */
export function refuseLargeFilePointer(path: string, firstCharacters: string): void {
  if (firstCharacters.startsWith("version ")) throw unsupported(path, "is not the weights but a pointer to them, left by Git LFS", "Run 'git lfs pull' in its folder.");
}
