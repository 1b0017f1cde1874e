import type { RepairOptions } from "../../src/crispr/index.ts";
import { type BiasTopicName, biasTopicNames } from "../../src/world/index.ts";

/** @see plan */
export interface Plan {
  readonly models: readonly string[];
  readonly seeds: readonly number[];
  readonly topics: readonly BiasTopicName[];
  readonly recordsOfTopic: number;
  readonly neuronShare: number;
  readonly itemsOfTask: number;
  readonly wanted: { readonly gain: number; readonly lost: number; readonly randomShare: number };
  readonly repair: Partial<RepairOptions>;
  /** Instances of the sample-size study. */
  readonly sizes: readonly number[];
}

/**
 * What is run, and by what it is judged, written down before the first run. Every run is a row, and every row is published.
 *
 * Data: of each topic 400 bias records (100 scenes) about scenes that training never had, another draw for each seed. Neurons are found on
 * one topic and tested on its other scenes (no scene is on both sides) and on all other topics.
 *
 * Wanted, for each model, as the mean over seeds and topics: ambiguous-context accuracy on the test scenes at least 10 points higher; at
 * most 0.5% of the neurons; no other task of the lab (exact match of greedy answers, 50 items each) more than 2 points lower; random
 * neurons of the same number less than a third of the gain.
 */
export const plan: Plan = {
  models: ["lab:teacher", "lab:encoder-decoder"],
  seeds: [1, 2, 3],
  topics: biasTopicNames,
  recordsOfTopic: 400,
  neuronShare: 0.005,
  itemsOfTask: 50,
  wanted: { gain: 0.1, lost: 0.02, randomShare: 1 / 3 },
  repair: { developmentShare: 0.25, splitBy: "clusters", samples: 20, search: "fast" },
  sizes: [10, 20, 50, 100],
};

/** The paper's ablations, each on the first topic with every seed. */
export const ablations: readonly { readonly name: string; readonly options: Partial<RepairOptions> }[] = [
  { name: "full", options: {} },
  { name: "mean over tokens", options: { method: { overTokens: "mean" } } },
  { name: "no instance weight", options: { method: { instanceWeight: false } } },
  { name: "no skill subtraction", options: { method: { skillSubtraction: false } } },
  { name: "the authors' code's order", options: { method: { order: "authors-code" } } },
  { name: "random neurons", options: { random: true } },
  { name: "feed-forward only", options: { sites: "feedForward" } },
  { name: "self-attention only", options: { sites: "selfAttention" } },
  { name: "golden section", options: { search: "golden" } },
  { name: "half instead of none", options: { scale: 0.5 } },
];
