import { damaged, shown, unsupported } from "./failure.ts";
import { readView } from "./read-view.ts";
import { refuseLargeFilePointer } from "./safetensors-file.ts";
import type { SourceFile } from "./source-file.ts";
import { bytesPerElement } from "./stored-type.ts";
import { torchAdmitted, type TorchStorage, TorchTensor } from "./torch-tensor.ts";
import { unpickle } from "./unpickle.ts";
import type { WeightTensor, WeightTensors } from "./weight-file.ts";
import { contentStart, readZipDirectory, type ZipEntry } from "./zip.ts";

/** Far more than the pickle of any state dictionary: some hundred bytes a tensor. */
const maximumPickleBytes = 100_000_000;
const pickleName = "/data.pkl";

/** Reads and checks a file that torch.save wrote: a zip file of `NAME/data.pkl` and one entry `NAME/data/KEY` a storage. */
export async function readPytorch(file: SourceFile): Promise<WeightTensors> {
  await refuseOldForms(file);
  const archive = await openArchive(file);
  const dictionary = unpickle(archive.pickle, { file: file.path, admitted: torchAdmitted(file.path) });
  if (!(dictionary instanceof Map)) throw unsupported(file.path, "holds something else than a dictionary of tensors", 'Save the dictionary: torch.save(model.state_dict(), "pytorch_model.bin").');
  const starts = new Map<string, number>();
  const tensors = new Map<string, WeightTensor>();
  for (const [name, tensor] of dictionary as ReadonlyMap<unknown, unknown>) {
    if (typeof name !== "string") throw unsupported(file.path, `has the key ${shown(name)} in its dictionary, where the names of tensors are texts`, "Save the state dictionary of the model and nothing else.");
    if (!(tensor instanceof TorchTensor)) throw unsupported(file.path, `has something else than a tensor under ${shown(name)}`, "Save the state dictionary of the model and nothing else.");
    const { storage, offset, shape, strides, count } = tensor;
    const storageStart = starts.get(storageId(storage)) ?? (await archive.startOf(storage));
    starts.set(storageId(storage), storageStart);
    const start = storageStart + offset * bytesPerElement[storage.dtype];
    tensors.set(name, { dtype: storage.dtype, shape, count, read: (into) => readView({ file, name, dtype: storage.dtype, start }, { shape, strides }, into) });
  }
  return tensors;
}

interface Archive {
  readonly pickle: Uint8Array;
  /** Where the elements of a storage begin, checked to be all there. */
  startOf(storage: TorchStorage): Promise<number>;
}

async function openArchive(file: SourceFile): Promise<Archive> {
  const entries = await readZipDirectory(file);
  const pickles = [...entries.values()].filter(({ name }) => name.endsWith(pickleName) && name.indexOf("/") === name.length - pickleName.length);
  const [pickleEntry] = pickles;
  if (pickleEntry === undefined || pickles.length > 1) throw unsupported(file.path, "is a zip file, but not one of torch.save: it has no single data.pkl", 'Save the model again: torch.save(model.state_dict(), "pytorch_model.bin").');
  if (pickleEntry.size > maximumPickleBytes) throw damaged(file.path, `its data.pkl claims ${pickleEntry.size} bytes, where ${maximumPickleBytes} is the most that is read`);
  const prefix = pickleEntry.name.slice(0, -pickleName.length);
  const byteOrder = entries.get(`${prefix}/byteorder`);
  if (byteOrder !== undefined && (await content(file, byteOrder, 16)).toString() !== "little") throw unsupported(file.path, "was written on a machine of another byte order", "Save the model again on an ordinary machine.");
  return {
    pickle: await content(file, pickleEntry, maximumPickleBytes),
    startOf: async (storage) => {
      const entry = entries.get(`${prefix}/data/${storage.key}`);
      if (entry === undefined) throw damaged(file.path, `its storage ${shown(storage.key)} is missing`);
      const needed = storage.length * bytesPerElement[storage.dtype];
      if (entry.size !== needed) throw damaged(file.path, `its storage ${shown(storage.key)} has ${entry.size} bytes, where ${storage.length} elements of ${storage.dtype} need ${needed}`);
      return contentStart(file, entry);
    },
  };
}

async function content(file: SourceFile, entry: ZipEntry, maximumBytes: number): Promise<Buffer> {
  const start = await contentStart(file, entry);
  const bytes = Buffer.alloc(Math.min(entry.size, maximumBytes));
  await file.read(bytes, start);
  return bytes;
}

function storageId({ key, dtype, length }: TorchStorage): string {
  return `${dtype} ${length} ${key}`;
}

async function refuseOldForms(file: SourceFile): Promise<void> {
  const first = Buffer.alloc(Math.min(file.size, 512));
  await file.read(first, 0);
  refuseLargeFilePointer(file.path, first.toString("latin1", 0, 8));
  // A pickle of protocol 2 begins so; it holds the format's magic number. Before that, torch.save wrote tar files.
  const isOld = (first[0] === 0x80 && first[1] === 2) || first.toString("latin1", 257, 262) === "ustar";
  if (isOld) throw unsupported(file.path, "has the form that PyTorch wrote before version 1.6, which is no zip file", 'Convert it with any newer PyTorch: torch.save(torch.load("pytorch_model.bin", map_location="cpu"), "pytorch_model.bin").');
}
