import type { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";
import { messageOf, SteadfastError } from "../../base/index.ts";
import type { OnnxModel } from "./model.ts";

/** Where a graph runs. `cpu` and `webgpu` are tested; the others are passed to ONNX Runtime as they are. */
export type Device = "cpu" | "webgpu" | "cuda" | "coreml" | "dml";

/** How a session runs. */
export interface SessionOptions {
  device?: Device;
  /** Threads for one operator; by default all cores. */
  threads?: number;
  /** Where ONNX Runtime writes the time of each operator when the session is released: the beginning of a path. */
  profile?: string;
  /** Outputs, by name, that stay in the device's memory. */
  deviceOutputs?: readonly string[];
}

/**
 * The launcher tells the C library never to give memory back to the system. Then its allocator serves tensors better
 * than ONNX Runtime's arena; otherwise every large tensor would be mapped, and its pages filled, anew.
 */
const mallocKeepsMemory = process.env.MALLOC_MMAP_MAX_ === "0";

type Runtime = typeof import("onnxruntime-node");

let loaded: Promise<Runtime> | undefined;

/** ONNX Runtime, loaded when first needed: it is an optional dependency. */
export function loadRuntime(): Promise<Runtime> {
  loaded ??= import("onnxruntime-node").catch((cause: unknown) => {
    loaded = undefined;
    throw new SteadfastError({
      code: "runtime-missing",
      sentence: `ONNX Runtime, which runs local models, could not be loaded: ${messageOf(cause).split("\n")[0]}.`,
      hint: "Install it with: npm install onnxruntime-node",
      cause,
    });
  });
  return loaded;
}

/**
 * Loads ONNX Runtime before anything is fetched, read or asked that would be in vain without it.
 *
 * @throws SteadfastError `runtime-missing`
 * @example
 * await requireRuntime();
 */
export async function requireRuntime(): Promise<void> {
  await loadRuntime();
}

/** Creates an ONNX Runtime session. */
export async function createSession(model: OnnxModel, { device = "cpu", threads, profile, deviceOutputs = [] }: SessionOptions): Promise<InferenceSession> {
  const { InferenceSession } = await loadRuntime();
  const options: InferenceSession.SessionOptions = {
    executionProviders: [device],
    // Ops emit the operators that measured best; ONNX Runtime's own fusions only undo that choice (they merge a
    // transpose into a slower product) or pick operators that have no float64 kernel.
    graphOptimizationLevel: "basic",
    // The plan of the second run allocates all memory anew beside that of the first.
    enableMemPattern: false,
    enableCpuMemArena: !mallocKeepsMemory,
    logSeverityLevel: 4,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    ...(model.externalData.length === 0 ? {} : { externalData: model.externalData }),
    ...(deviceOutputs.length === 0 ? {} : { preferredOutputLocation: Object.fromEntries(deviceOutputs.map((name) => [name, "gpu-buffer"])) }),
    // Denormal numbers cost hundreds of cycles each and mean nothing in training. Every session has threads of its own: while
    // those of one spin, waiting for more, they take the cores from another.
    extra: { session: { set_denormal_as_zero: "1", intra_op: { allow_spinning: "0" } } },
  };
  try {
    return await InferenceSession.create(model.bytes, options);
  } catch (cause) {
    throw new SteadfastError({
      code: "session-failed",
      kind: "bug",
      sentence: `ONNX Runtime refused the graph on device "${device}": ${messageOf(cause).slice(0, 500)}`,
      ...(device === "cpu" ? {} : { hint: 'Use device "cpu", or see "steadfast doctor" for the devices of this machine.' }),
      cause,
    });
  }
}

/** Runs a session; `fetches` may hold tensors to write into. */
export async function runSession(session: InferenceSession, feeds: Record<string, RuntimeTensor>, fetches: Record<string, RuntimeTensor | null>): Promise<Record<string, RuntimeTensor>> {
  try {
    return (await session.run(feeds, fetches)) as Record<string, RuntimeTensor>;
  } catch (cause) {
    throw new SteadfastError({
      code: "run-failed",
      kind: "incomplete",
      sentence: `The computation failed: ${messageOf(cause).slice(0, 500)}`,
      hint: "An index out of range and a lack of memory are the usual causes.",
      cause,
    });
  }
}
