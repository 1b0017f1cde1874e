import { distillm } from "./distillm.ts";
import { gkd } from "./gkd.ts";
import { imitkd } from "./imitkd.ts";
import { kd } from "./kd.ts";
import type { Method, MethodName } from "./method.ts";
import { minillm } from "./minillm.ts";
import { seqkd } from "./seqkd.ts";
import { sft } from "./sft.ts";
import { switchMethod } from "./switch.ts";

/** Every method by its name, in the order of the papers' tables. */
export const methods: Readonly<Record<MethodName, Method>> = { sft, kd, seqkd, imitkd, gkd, minillm, distillm, switch: switchMethod };

/** Every method's name. */
export const methodNames: readonly MethodName[] = Object.keys(methods) as MethodName[];
