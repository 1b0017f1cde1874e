import { add, compile, constant, exp, logSoftmax, pick, reshape, slice, sum, type Tensor, type TensorValue, tensorValue } from "../../graph/index.ts";
import { crossDecoderLogits, decoderLogits, decoderStartId, type LanguageModel, type ModelGraph, sitesOf } from "../../lm/index.ts";

/** Activations of one site and the derivatives of P with respect to them, both [tokens][outputs]. */
export interface SiteDerivatives {
  readonly activations: readonly Float64Array[];
  readonly derivatives: readonly Float64Array[];
}

/** A prompt with one of its options. */
export interface ForcedOption {
  readonly ids: readonly number[];
  readonly label: readonly number[];
}

const step = 1e-5;
const rows = 128;

/**
 * P(label | ids) in float64 and, by central differences, its derivative with respect to every activation of every site at every
 * token: the model over one whole sequence, many times, each time with one activation moved. Nothing of the attribution's own graph is
 * used.
 */
export async function finiteDifferences(model: LanguageModel, { ids, label }: ForcedOption): Promise<{ probability: number; sites: ReadonlyMap<string, SiteDerivatives> }> {
  const { architecture } = model;
  const crossed = architecture.encoder !== undefined;
  // The whole label is read where prompt and label are one text: what its last token does not cause is measured, not assumed.
  const decoderIds = crossed ? [decoderStartId(model), ...label.slice(0, -1)] : [...ids, ...label];
  const firstPrediction = crossed ? 0 : ids.length - 1;
  const tokensOf = (site: string): number => (crossed && (site.startsWith("encoder.") || /crossAttention\.(?:key|value)$/.test(site)) ? ids.length : decoderIds.length);
  const sites = sitesOf(architecture);
  const parameters = Object.fromEntries([...model.parameters].map(([name, { shape, data }]) => [name, tensorValue("float64", shape, Float64Array.from(data as Float32Array))]));
  const run = compile(
    (values: Record<string, Tensor>, moves: Record<string, Tensor>) => {
      const seen: Record<string, Tensor> = {};
      const graph: ModelGraph = {
        architecture,
        parameter: (name) => values[name]!,
        onSite: ({ site }, output) => {
          seen[site] = output;
          return add(output, moves[site]!);
        },
      };
      const rowsOf = (list: readonly number[]): Tensor => constant(Int32Array.from({ length: rows * list.length }, (_, place) => list[place % list.length]!), [rows, list.length]);
      const logits = crossed ? crossDecoderLogits(graph, { ids: rowsOf(ids) }, { ids: rowsOf(decoderIds) }) : decoderLogits(graph, { ids: rowsOf(decoderIds) });
      const predicted = slice(logSoftmax(logits), 1, firstPrediction, firstPrediction + label.length);
      return { probability: exp(sum(pick(predicted, rowsOf(label)), { axes: [1] })), seen: Object.fromEntries(sites.map(({ site, outputs }) => [site, slice(reshape(seen[site]!, [rows, tokensOf(site), outputs]), 0, 0, 1)])) };
    },
    { threads: 1 },
  );
  const still = (): Record<string, TensorValue> => Object.fromEntries(sites.map(({ site, outputs }) => [site, tensorValue("float64", [rows * tokensOf(site), outputs], new Float64Array(rows * tokensOf(site) * outputs))]));
  const moves = still();
  const { probability, seen } = await run(parameters, moves);
  const found = new Map<string, SiteDerivatives>();
  for (const { site, outputs } of sites) {
    const tokens = tokensOf(site);
    const derivatives = new Float64Array(tokens * outputs);
    const move = moves[site]!.data as Float64Array;
    // Each pair of rows moves one activation up and down.
    for (let start = 0; start < derivatives.length; start += rows / 2) {
      const count = Math.min(rows / 2, derivatives.length - start);
      const places = Array.from({ length: count }, (_, index) => [2 * index, 2 * index + 1].map((row) => row * tokens * outputs + start + index) as [number, number]);
      for (const [up, down] of places) [move[up], move[down]] = [step, -step];
      const moved = (await run(parameters, moves)).probability.data as Float64Array;
      for (const [index, [up, down]] of places.entries()) {
        derivatives[start + index] = (moved[2 * index]! - moved[2 * index + 1]!) / (2 * step);
        [move[up], move[down]] = [0, 0];
      }
    }
    const cut = (all: Float64Array): Float64Array[] => Array.from({ length: tokens }, (_, token) => all.subarray(token * outputs, (token + 1) * outputs));
    found.set(site, { activations: cut(seen[site]!.data as Float64Array), derivatives: cut(derivatives) });
  }
  return { probability: (probability.data as Float64Array)[0]!, sites: found };
}
