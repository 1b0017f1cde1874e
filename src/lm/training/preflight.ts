import { totalmem } from "node:os";
import { SteadfastError } from "../../base/index.ts";
import type { Architecture } from "../architecture/description.ts";
import { stacksOf } from "../architecture/parameters.ts";
import type { Trainable } from "./trainable.ts";

/** Places of one micro-batch. */
export interface MicroBatchSize {
  readonly rows: number;
  /** The widest. */
  readonly width: number;
  readonly encoderWidth?: number;
}

/** What training is going to take, in bytes. */
export interface MemoryEstimate {
  /** Weights as loaded and as learnt, gradients, both moments. */
  readonly weights: number;
  /** What the backward pass reads of the forward pass, and the logits. */
  readonly activations: number;
}

/**
 * Weights exactly; activations by what a block keeps: some thirty values a token and feature, and three times the
 * attention's scores. GPT-2 124M on 4 × 256 tokens took 5.6 GB, where this says 4.9: the allocator adds its share.
 *
 * @example
 * const { weights } = estimateMemory(trainable, { rows: 4, width: 256 }, { recompute: false });
 */
export function estimateMemory(trainable: Trainable, { rows, width, encoderWidth = width }: MicroBatchSize, { recompute, accumulate = 1 }: { recompute: boolean; accumulate?: number }): MemoryEstimate {
  const { architecture } = trainable;
  const learnt = Object.values(trainable.start).reduce((total, { data }) => total + data.length, 0);
  const frozen = Object.values(trainable.frozen).reduce((total, { data }) => total + data.length, 0);
  let kept = 0;
  for (const stack of stacksOf(architecture)) {
    const length = stack === architecture.encoder ? encoderWidth : width;
    const layers = stack.layers.map(({ selfAttention }) => rows * length * (30 * stack.width + 3 * selfAttention.heads * length));
    // Recomputed, each block keeps its input, and one at a time all the rest.
    kept += recompute ? rows * length * stack.width * layers.length + Math.max(0, ...layers) : layers.reduce((total, each) => total + each, 0);
  }
  return { weights: 4 * ((accumulate > 1 ? 6 : 5) * learnt + frozen), activations: 4 * (kept + 4 * rows * width * architecture.vocabulary) };
}

/**
 * @throws SteadfastError `memory-short` where weights and moments alone are more than the machine has.
 * @example
 * const warning = checkMemory({ weights: 2e9, activations: 1e9 }, { total: 16e9, available: 8e9 }); // undefined
 */
export function checkMemory({ weights, activations }: MemoryEstimate, { total = totalmem(), available = process.availableMemory() }: { total?: number; available?: number } = {}): string | undefined {
  if (weights > total) {
    throw new SteadfastError({ code: "memory-short", sentence: `Training this model takes ${bytesText(weights)} for weights and moments alone, and this machine has ${bytesText(total)}.`, hint: "Learn adapters only (--lora 8), or take a smaller model." });
  }
  if (weights + activations <= available) return undefined;
  return `Training may take ${bytesText(weights + activations)} of memory, ${bytesText(activations)} of it for activations, and ${bytesText(available)} are free. A smaller --batch-size with more --accumulate, a smaller --max-length, or --recompute take less.`;
}

/**
 * @throws SteadfastError `length-over-context`.
 * @example
 * lengthWithin(model.architecture, 256); // 256
 */
export function lengthWithin({ context }: Architecture, wanted: number | undefined): number {
  if (wanted !== undefined && context !== undefined && wanted > context) {
    throw new SteadfastError({ code: "length-over-context", sentence: `Examples of ${wanted} tokens are longer than the ${context} that the model reads.`, hint: `Take --max-length ${context} or less.` });
  }
  return wanted ?? Math.min(512, context ?? 512);
}

/**
 * How many compiled steps may be kept. Unless the C library was told to keep its memory, as the launcher does, each session of
 * ONNX Runtime holds on to the memory of its own activations.
 *
 * @example
 * const sessions = sessionsWithin({ weights: 2e9, activations: 1e9 }, { available: 16e9, shared: false });
 */
export function sessionsWithin({ weights, activations }: MemoryEstimate, { available = process.availableMemory(), shared = process.env.MALLOC_MMAP_MAX_ === "0" }: { available?: number; shared?: boolean } = {}): number {
  const most = 32;
  return shared ? most : Math.max(1, Math.min(most, Math.floor((available - weights) / activations)));
}

/**
 * `4.7 GB`, `312 MB`.
 *
 * @example
 * bytesText(4_700_000_000); // "4.7 GB"
 */
export function bytesText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}
