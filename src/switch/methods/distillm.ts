import { replaySource } from "../sources/replay-source.ts";
import { type Method, usualRate } from "./method.ts";

/** DistiLLM (Ko et al. 2024, arXiv 2402.03898): skew reverse KL (or `--loss skew-kl`) with α = .1, student outputs from a replay buffer as the validation's loss asks. */
export const distillm: Method = {
  name: "distillm",
  title: "DistiLLM (Ko et al. 2024)",
  source: ({ buffer }) => replaySource(buffer === undefined ? {} : { capacity: buffer }),
  rollsOut: true,
  strategy: "student",
  loss: "skew-reverse-kl",
  lossSettings: { alpha: 0.1 },
  learningRate: usualRate,
};
