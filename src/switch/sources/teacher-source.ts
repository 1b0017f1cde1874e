import { forgetful, type SequenceSource } from "./source.ts";

/** The teacher's answers to the data's prompts, written once and read in every epoch: SeqKD (Kim & Rush 2016). */
export function teacherSource(): SequenceSource {
  return forgetful("teacher", async ({ step }, tools) => ({ origin: "teacher", sequences: await tools.teacherAnswers(step) }));
}
