import { dataSource } from "../sources/data-source.ts";
import { type Method, usualRate } from "./method.ts";

/** Knowledge distillation (Hinton et al. 2015): KL(T ‖ S) on the data's responses. */
export const kd: Method = { name: "kd", title: "KD (Hinton et al. 2015)", source: dataSource, strategy: "ground-truth", loss: "kl", learningRate: usualRate };
