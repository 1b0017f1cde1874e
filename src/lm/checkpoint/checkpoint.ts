import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { damaged, missing, shown } from "./failure.ts";
import { readPytorch } from "./pytorch-file.ts";
import { readSafetensors } from "./safetensors-file.ts";
import { readShardIndex } from "./shard-index.ts";
import { SourceFile } from "./source-file.ts";
import type { StoredType } from "./stored-type.ts";
import type { WeightTensor, WeightTensors } from "./weight-file.ts";

/** What a file says of a tensor. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** The name of the file in the checkpoint's folder. */
  readonly file: string;
}

/** The weights of a model in open files. */
export interface Checkpoint {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /**
   * The elements of a tensor as float32, row by row. Other floating types are converted; integers and truth values too, as far
   * as float32 holds them exactly. Float32 is read straight into the array, so that nothing large is held twice.
   *
   * @param into has exactly the tensor's length; without it an array is made.
   * @throws SteadfastError `tensor-missing`, `tensor-length`, `tensor-inexact`, `checkpoint-damaged` (the file was changed
   * meanwhile), `checkpoint-unreadable` or `checkpoint-closed`.
   */
  read(name: string, into?: Float32Array): Promise<Float32Array>;
  /** Closes the files. Closing twice is the same as once. */
  close(): Promise<void>;
}

type Format = (file: SourceFile) => Promise<WeightTensors>;

/** In the order of preference. */
const forms: readonly { readonly name: string; readonly sharded: boolean; readonly format: Format }[] = [
  { name: "model.safetensors", sharded: false, format: readSafetensors },
  { name: "model.safetensors.index.json", sharded: true, format: readSafetensors },
  { name: "pytorch_model.bin", sharded: false, format: readPytorch },
  { name: "pytorch_model.bin.index.json", sharded: true, format: readPytorch },
];

interface OpenWeights {
  readonly files: readonly SourceFile[];
  readonly tensors: ReadonlyMap<string, StoredTensor & { readonly source: WeightTensor }>;
}

/**
 * Opens the weights in a folder: `model.safetensors`, else the shards of `model.safetensors.index.json`, else the same of
 * `pytorch_model.bin`. Everything that the files say of themselves is checked here, before any tensor is read. Links are
 * followed, for the caches of hubs are made of them.
 *
 * @throws SteadfastError `checkpoint-missing`, `checkpoint-damaged`, `checkpoint-unsupported`, `checkpoint-unsafe` or
 * `checkpoint-unreadable`.
 * @example
 * const checkpoint = await openCheckpoint("models/teacher");
 * const embedding = await checkpoint.read("model.embed_tokens.weight");
 * await checkpoint.close();
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const form = await findForm(folder);
  const opened: SourceFile[] = [];
  try {
    const weights = await openWeights({ folder, form, opened });
    return new OpenCheckpoint(folder, weights);
  } catch (error) {
    await Promise.allSettled(opened.map((file) => file.close()));
    throw error;
  }
}

async function findForm(folder: string): Promise<(typeof forms)[number]> {
  for (const form of forms) {
    try {
      // A link that leads nowhere is found too, and refused when it is opened.
      await lstat(join(folder, form.name));
      return form;
    } catch (error) {
      if (systemCodeOf(error) !== "ENOENT" && systemCodeOf(error) !== "ENOTDIR") throw new SteadfastError({ code: "checkpoint-unreadable", sentence: `The folder ${folder} cannot be read: ${messageOf(error)}.`, hint: "Check that you may read it.", cause: error });
    }
  }
  throw missing(`${await describeFolder(folder)}.`, `Name a folder with one of ${forms.map(({ name }) => name).join(", ")}.`);
}

async function describeFolder(folder: string): Promise<string> {
  try {
    const names = await readdir(folder);
    return names.length === 0 ? `The folder ${folder} is empty` : `The folder ${folder} holds no weights of a model`;
  } catch (error) {
    return systemCodeOf(error) === "ENOTDIR" ? `${folder} is not a folder` : `There is no folder ${folder}`;
  }
}

async function openWeights(options: { folder: string; form: (typeof forms)[number]; opened: SourceFile[] }): Promise<OpenWeights> {
  const { folder, form, opened } = options;
  const open = async (name: string): Promise<SourceFile> => {
    const file = await SourceFile.open(join(folder, name));
    opened.push(file);
    return file;
  };
  const tensors = new Map<string, StoredTensor & { source: WeightTensor }>();
  const add = async (name: string): Promise<void> => {
    const file = await open(name);
    for (const [tensor, source] of await form.format(file)) {
      const before = tensors.get(tensor);
      if (before !== undefined) throw damaged(file.path, `it holds the tensor ${shown(tensor)}, which ${before.file} holds too`);
      tensors.set(tensor, { name: tensor, dtype: source.dtype, shape: source.shape, file: name, source });
    }
  };
  if (!form.sharded) {
    await add(form.name);
    return { files: opened, tensors };
  }
  const index = await open(form.name);
  const shards = await readShardIndex(index);
  for (const shard of new Set(shards.values())) await add(shard);
  for (const [name, shard] of shards) {
    const found = tensors.get(name);
    if (found === undefined) throw damaged(index.path, `it says that the tensor ${shown(name)} is in ${shard}, where it is not`);
    if (found.file !== shard) throw damaged(index.path, `it says that the tensor ${shown(name)} is in ${shard}, but it is in ${found.file}`);
  }
  return { files: opened, tensors };
}

class OpenCheckpoint implements Checkpoint {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly #folder: string;
  readonly #weights: OpenWeights;
  #closing: Promise<void> | undefined;

  constructor(folder: string, weights: OpenWeights) {
    this.#folder = folder;
    this.#weights = weights;
    this.tensors = new Map([...weights.tensors].map(([name, { dtype, shape, file }]) => [name, { name, dtype, shape, file }]));
  }

  async read(name: string, into?: Float32Array): Promise<Float32Array> {
    const tensor = this.#weights.tensors.get(name);
    if (tensor === undefined) throw new SteadfastError({ code: "tensor-missing", sentence: `The weights in ${this.#folder} have no tensor ${shown(name)}.`, hint: "Check that the model is of the architecture that its config.json names." });
    const { count, read } = tensor.source;
    if (this.#closing !== undefined) throw new SteadfastError({ code: "checkpoint-closed", kind: "bug", sentence: `The weights in ${this.#folder} were closed before ${shown(name)} was read.`, hint: "Read all tensors before closing the checkpoint." });
    if (into !== undefined && into.length !== count) throw new SteadfastError({ code: "tensor-length", kind: "bug", sentence: `The tensor ${shown(name)} has ${count} elements, but the array to read it into has ${into.length}.`, hint: "Give an array of the product of the tensor's shape." });
    const target = into ?? allocate(name, count);
    await read(target);
    return target;
  }

  close(): Promise<void> {
    this.#closing ??= closeAll(this.#weights.files);
    return this.#closing;
  }
}

async function closeAll(files: readonly SourceFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.close()));
}

function allocate(name: string, count: number): Float32Array {
  try {
    return new Float32Array(count);
  } catch (cause) {
    throw new SteadfastError({ code: "out-of-memory", kind: "incomplete", sentence: `There is no memory for the ${count} elements of the tensor ${shown(name)}.`, hint: "Close other programs, or use a smaller model.", cause });
  }
}
