import { SteadfastError } from "../../../base/index.ts";
import { add, matmul, type Tensor, type TensorValue, tensorValue } from "../../../graph/index.ts";
import { randomStream } from "../../../stats/index.ts";
import type { LinearSite } from "../../architecture/description.ts";
import type { SiteHook } from "../../model/model-graph.ts";

/** Low-rank adapters (Hu et al. 2021, arXiv 2106.09685): W becomes W + alpha/rank · A·B, and only A and B are learnt. */
export interface AdapterOptions {
  readonly rank: number;
  /** By default twice the rank. */
  readonly alpha?: number;
  /** Kinds of layers, @see chooseSites. By default query and value, as the paper. */
  readonly targets?: readonly string[];
}

/** The factor of A·B. */
export function adapterScale({ rank, alpha = 2 * rank }: AdapterOptions): number {
  return alpha / rank;
}

/** Names under which the two matrices of a site stand. */
export function adapterNames({ site }: LinearSite): { readonly a: string; readonly b: string } {
  return { a: `${site}.a`, b: `${site}.b` };
}

/**
 * Adapters that change nothing yet: A [inputs, rank] uniform within ±1/√inputs (Kaiming's with a = √5, as the authors' code
 * has it), B [rank, outputs] zero. Each site draws from an address of its own.
 *
 * @throws SteadfastError `adapter-rank`.
 */
export function initialAdapters(sites: readonly LinearSite[], { rank, alpha = 2 * rank }: AdapterOptions, seed: number): Record<string, TensorValue> {
  const widest = Math.max(...sites.flatMap(({ inputs, outputs }) => [inputs, outputs]));
  if (!Number.isSafeInteger(rank) || rank < 1 || rank > widest) throw new SteadfastError({ code: "adapter-rank", sentence: `The rank of adapters must be a whole number from 1 to ${widest}, the model's widest layer, not ${rank}.`, hint: "Usual are 4 to 64." });
  if (!Number.isFinite(alpha) || alpha <= 0) throw new SteadfastError({ code: "adapter-rank", sentence: `Alpha must be a number above 0, not ${alpha}.`, hint: "Usual is twice the rank." });
  return Object.fromEntries(
    sites.flatMap((site) => {
      const { a, b } = adapterNames(site);
      const random = randomStream(seed, "adapter", site.site);
      const bound = 1 / Math.sqrt(site.inputs);
      const start = Float32Array.from({ length: site.inputs * rank }, () => (2 * random.uniform() - 1) * bound);
      return [
        [a, tensorValue("float32", [site.inputs, rank], start)],
        [b, tensorValue("float32", [rank, site.outputs], new Float32Array(rank * site.outputs))],
      ] as const;
    }),
  );
}

/** The hook that adds scale · (x·A)·B to the output of each site that has an adapter. */
export function adapterHook(adapters: Readonly<Record<string, Tensor>>, scale: number): SiteHook {
  return (site, output, input) => {
    const names = adapterNames(site);
    const [a, b] = [adapters[names.a], adapters[names.b]];
    return a === undefined || b === undefined ? output : add(output, matmul(matmul(input, a), b, { scale }));
  };
}
