import { add, crossEntropyPerToken, gather, logSoftmax, negate, pickMany, reshape, slice, sum, type Tensor } from "../../graph/index.ts";
import { crossKeyValues, encoderHidden, headLogits, type LinearSite, type ModelGraph, sitesOf, stackHidden } from "../../lm/index.ts";
import { attendAcrossRows, attendInBranches } from "./branched-attention.ts";
import { type BranchedInputs, type BranchedShape, totalPlaces } from "./branched-inputs.ts";

/** The output of a site inside the graph, and which tokens its rows are. */
export interface ObservedSite {
  readonly site: LinearSite;
  /** [batch · places, outputs]. */
  readonly output: Tensor;
  /** Of a decoder's cross-attention, key and value range over the encoder's tokens. */
  readonly tokens: "encoder" | "decoder";
}

/**
 * log P(c | ι, x) of every option, [batch, options], differentiable with respect to every site, and the sites' outputs in the
 * order of `sitesOf`. The head is computed where a label token is predicted and nowhere else. Where a prompt has fewer options, the surplus is meaningless.
 */
export function optionLogProbabilities(graph: ModelGraph, inputs: BranchedInputs, { shape, vocabulary }: { shape: BranchedShape; vocabulary: number }): { logProbabilities: Tensor; observed: ObservedSite[] } {
  const { architecture } = graph;
  const observed: ObservedSite[] = [];
  let tokens: ObservedSite["tokens"] = "encoder";
  const watched: ModelGraph = {
    ...graph,
    onSite: (site, output, input) => {
      const kept = graph.onSite === undefined ? output : graph.onSite(site, output, input);
      observed.push({ site, output: kept, tokens });
      return kept;
    },
  };
  const attendAcross = architecture.encoder === undefined ? {} : { attendAcross: attendAcrossRows(encode(watched, inputs), inputs.encoderPresent!) };
  tokens = "decoder";
  const hidden = stackHidden(watched, architecture.decoder, { ids: inputs.ids, positions: inputs.positions, attend: attendInBranches(graph, inputs, shape), ...attendAcross });

  const order = new Map(sitesOf(architecture).map(({ site }, place) => [site, place]));
  observed.sort((a, b) => order.get(a.site.site)! - order.get(b.site.site)!);

  const { batch, options, further } = shape;
  const first = pickMany(logSoftmax(headLogits(graph, gather(hidden, inputs.last), vocabulary)), inputs.first);
  if (further === 0) return { logProbabilities: first, observed };
  const width = hidden.shape[1]!;
  const branches = reshape(slice(reshape(hidden, [batch, totalPlaces(shape), width]), 1, shape.prompt, totalPlaces(shape)), [batch * options * further, width]);
  const others = negate(crossEntropyPerToken(headLogits(graph, branches, vocabulary), inputs.others));
  return { logProbabilities: add(first, sum(reshape(others, [batch, options, further]), { axes: [2] })), observed };
}

/** The encoder once, and what each decoder layer reads of it. */
function encode(graph: ModelGraph, { encoderIds, encoderPresent }: BranchedInputs): { key: Tensor; value: Tensor }[] {
  const encoded = encoderHidden(graph, { ids: encoderIds!, segments: encoderPresent! });
  const rows = reshape(encoded, [-1, encoded.shape[2]!]);
  return graph.architecture.decoder.layers.map(({ crossAttention }) => crossKeyValues(graph, crossAttention!, rows, encoded.shape.slice(0, 2)));
}
