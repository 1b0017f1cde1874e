// DIM-Bench (Hwang et al., ACL 2025): mean accuracy over its 20 cells of 100 items each, as published.
import { type Interval, wilsonInterval } from "../../../stats/index.ts";

const published = [
  { model: "GPT-4o-mini", accuracy: 0.56 },
  { model: "GPT-4o", accuracy: 0.47 },
  { model: "Qwen-2.5-7B", accuracy: 0.46 },
  { model: "Llama-3.1-70B", accuracy: 0.45 },
  { model: "GPT-3.5", accuracy: 0.43 },
  { model: "Llama-3.1-8B", accuracy: 0.16 },
] as const;

export const publishedItems = 2000;
/** Each input stands under four instructions. If a model answers all four alike, only so many items count. */
export const publishedInputs = 500;

/** A model in the ranking, and whether it is really behind the one above it. */
export interface RankedModel {
  model: string;
  accuracy: number;
  /** 95 %, were all items independent. */
  interval: Interval;
  /** Null for the first. `certain`: also if only the inputs count; `perhaps`: only if all items are independent. */
  behind: { difference: number; decisive: "certain" | "perhaps" | "no" } | null;
}

/** The published ranking, best first. */
export function publishedRanking(): RankedModel[] {
  return published.map(({ model, accuracy }, index) => {
    const above = published[index - 1]?.accuracy;
    return {
      model,
      accuracy,
      interval: intervalOf(accuracy, publishedItems),
      behind: above === undefined ? null : { difference: above - accuracy, decisive: isDecisive(above, accuracy, publishedInputs) ? "certain" : isDecisive(above, accuracy, publishedItems) ? "perhaps" : "no" },
    };
  });
}

// Whether the 95 % interval of a difference of two independent rates leaves out 0. Newcombe 1998, method 10: from the
// Wilson intervals of both.
function isDecisive(higher: number, lower: number, items: number): boolean {
  const [upper, under] = [intervalOf(higher, items), intervalOf(lower, items)];
  return higher - lower > Math.hypot(higher - upper.low, under.high - lower);
}

function intervalOf(accuracy: number, items: number): Interval {
  return wilsonInterval(Math.round(accuracy * items), items);
}
