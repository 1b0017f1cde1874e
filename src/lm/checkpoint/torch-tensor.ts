import { damaged, shown, unsupported } from "./failure.ts";
import { bytesPerElement, elementCount, maximumRank, type StoredType } from "./stored-type.ts";
import { type Admitted, type PickleFunction, PickleList } from "./unpickle.ts";

/** The class of a storage, as a pickle names it. */
export class StorageType {
  readonly dtype: StoredType;

  constructor(dtype: StoredType) {
    this.dtype = dtype;
  }
}

/** Elements that several tensors may share. */
export class TorchStorage {
  /** The name of the file in the archive. */
  readonly key: string;
  readonly dtype: StoredType;
  /** In elements. */
  readonly length: number;

  constructor(options: { key: string; dtype: StoredType; length: number }) {
    this.key = options.key;
    this.dtype = options.dtype;
    this.length = options.length;
  }
}

/** A view of a storage, checked to lie within it. Offset and strides in elements. */
export class TorchTensor {
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly count: number;

  constructor(options: { storage: TorchStorage; offset: number; shape: readonly number[]; strides: readonly number[]; count: number }) {
    this.storage = options.storage;
    this.offset = options.offset;
    this.shape = options.shape;
    this.strides = options.strides;
    this.count = options.count;
  }
}

const storageTypes: Readonly<Record<string, StoredType>> = {
  DoubleStorage: "float64",
  FloatStorage: "float32",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
};

/** All that the pickle of a PyTorch file may name. */
export function torchAdmitted(file: string): Admitted {
  const functions: Readonly<Record<string, PickleFunction>> = {
    "collections.OrderedDict": (given) => {
      if (given.length > 0) throw damaged(file, "its pickle makes an ordered dictionary in a way that PyTorch does not");
      return new Map();
    },
    "torch._utils._rebuild_tensor_v2": (given) => rebuildTensor(file, given),
    "torch._utils._rebuild_parameter": ([tensor]) => {
      if (!(tensor instanceof TorchTensor)) throw damaged(file, "its pickle makes a parameter of something that is no tensor");
      return tensor;
    },
  };
  const storages = Object.entries(storageTypes).map(([name, dtype]) => [`torch.${name}`, new StorageType(dtype)] as const);
  return { globals: new Map<string, unknown>([...Object.entries(functions), ...storages]), persistent: (id) => storageOf(file, id) };
}

/** Keys are numbers counted up. */
const longestKey = 100;

/** ("storage", class, key, device, number of elements) */
function storageOf(file: string, id: unknown): TorchStorage {
  const [kind, type, key, , length] = Array.isArray(id) ? (id as unknown[]) : [];
  if (kind !== "storage" || !(type instanceof StorageType) || typeof key !== "string" || key.length > longestKey) throw damaged(file, "its pickle refers to something outside that is no storage");
  if (!isCount(length) || !Number.isSafeInteger(length * bytesPerElement[type.dtype])) throw damaged(file, `its storage ${shown(key)} claims ${shown(length)} elements`);
  return new TorchStorage({ key, dtype: type.dtype, length });
}

/** (storage, offset, sizes, strides, needs gradient, hooks[, metadata]) */
function rebuildTensor(file: string, [storage, offset, sizes, strides]: readonly unknown[]): TorchTensor {
  if (!(storage instanceof TorchStorage)) throw damaged(file, "its pickle makes a tensor of something that is no storage");
  const shape = listOf(sizes);
  const steps = listOf(strides);
  const place = `a tensor of storage ${shown(storage.key)}`;
  if (!isCount(offset) || shape === undefined || steps === undefined || steps.length !== shape.length) throw damaged(file, `${place} has the offset ${shown(offset)}, the shape ${shown(sizes)} and the strides ${shown(strides)}, which do not fit together`);
  const count = elementCount(shape);
  if (count === undefined) throw damaged(file, `${place} has the shape ${shown(shape)}, which no tensor can have`);
  // Such views can be as large as one likes in a file of a few bytes.
  if (count > storage.length) throw unsupported(file, `has ${place} that repeats elements: its shape is ${shown(shape)}, but the storage has only ${storage.length}`, "Save the tensor again after .contiguous().");
  const last = shape.reduce((reached, size, axis) => reached + (size - 1) * steps[axis]!, offset);
  if (count > 0 && !(last < storage.length)) throw damaged(file, `${place} reaches element ${last}, but the storage has only ${storage.length}`);
  return new TorchTensor({ storage, offset, shape, strides: steps, count });
}

/** Sizes and strides are tuples, in old files lists. */
function listOf(value: unknown): number[] | undefined {
  const items = value instanceof PickleList ? value.items : value;
  return Array.isArray(items) && items.length <= maximumRank && items.every(isCount) ? items : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
