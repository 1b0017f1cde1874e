import { mixedSource } from "../sources/mixed-source.ts";
import { type Method, usualRate } from "./method.ts";

/**
 * GKD (Agarwal et al. 2023, arXiv 2306.13649): generalised JSD, half student outputs, half ground truth. As its formula is written, the
 * teacher has the .9; DistiLLM's code gives it the .1 (`--teacher-weight 0.1`).
 */
export const gkd: Method = { name: "gkd", title: "GKD (Agarwal et al. 2023)", source: mixedSource, rollsOut: true, rolloutShare: 0.5, strategy: "student", loss: "jsd", lossSettings: { teacherWeight: 0.9 }, learningRate: usualRate };
