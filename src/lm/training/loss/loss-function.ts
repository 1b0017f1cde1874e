import type { Tensor } from "../../../graph/index.ts";
import type { ModelGraph } from "../../model/model-graph.ts";

/**
 * The sum of a micro-batch's losses over its tokens, a scalar. The trainer divides by the tokens of the whole batch, so that
 * a batch in pieces weighs its tokens as the same batch in one.
 */
export type LossFunction<Inputs> = (graph: ModelGraph, inputs: Inputs) => Tensor;
