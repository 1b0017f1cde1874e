import { forgetful, type SequenceSource } from "./source.ts";

/** Rollouts in a share of the steps, drawn for each batch, and the data's responses in the others: ImitKD (all), GKD and SWITCH (half). */
export function mixedSource({ rolloutShare }: { readonly rolloutShare: number }): SequenceSource {
  return forgetful("mixed", async ({ step }, tools) => (tools.uniform(step) < rolloutShare ? { origin: "rollout", sequences: await tools.rollout(step) } : { origin: "data", sequences: tools.data(step) }));
}
