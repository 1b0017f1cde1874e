import { mixedSource } from "../sources/mixed-source.ts";
import { type Method, usualRate } from "./method.ts";

/** ImitKD (Lin et al. 2020), as DistiLLM's scripts run it: KL(T ‖ S) on the student's own outputs, fresh ones at every step. */
export const imitkd: Method = { name: "imitkd", title: "ImitKD (Lin et al. 2020)", source: mixedSource, rollsOut: true, rolloutShare: 1, strategy: "student", loss: "kl", learningRate: usualRate };
