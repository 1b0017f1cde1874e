import { forgetful, type SequenceSource } from "./source.ts";

/** The data's own responses: SFT, KD. */
export function dataSource(): SequenceSource {
  return forgetful("data", async ({ step }, tools) => ({ origin: "data", sequences: tools.data(step) }));
}
