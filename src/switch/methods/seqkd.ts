import { teacherSource } from "../sources/teacher-source.ts";
import { type Method, usualRate } from "./method.ts";

/** Sequence-level distillation (Kim & Rush 2016): supervised fine-tuning on what the teacher answers. */
export const seqkd: Method = { name: "seqkd", title: "SeqKD (Kim & Rush 2016)", source: teacherSource, strategy: "teacher", loss: "labels", learningRate: usualRate };
