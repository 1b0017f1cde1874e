import { dataSource } from "../sources/data-source.ts";
import { type Method, usualRate } from "./method.ts";

/** Supervised fine-tuning: cross-entropy of the data's responses, without a teacher. */
export const sft: Method = { name: "sft", title: "supervised fine-tuning", source: dataSource, strategy: "ground-truth", loss: "labels", learningRate: usualRate };
