import type { DistillReport } from "../../../switch/index.ts";

/** The first and the last loss of a training whose sequences came from one source: losses on rollouts and on data are not alike. */
export function lossesOfOneSource({ origins, firstLoss, lastLoss }: Pick<DistillReport, "origins" | "firstLoss" | "lastLoss">): { readonly firstLoss: number; readonly lastLoss: number } | undefined {
  const sources = Object.values(origins).filter((count) => count > 0).length;
  return sources > 1 || firstLoss === null || lastLoss === null ? undefined : { firstLoss, lastLoss };
}
