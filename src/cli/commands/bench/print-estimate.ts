import { pricesDate } from "../../../chat/index.ts";
import type { BenchEstimate, CallEstimate, CostEstimate } from "../../../dim-bench/index.ts";
import { formatCount, formatDuration } from "../../output/quantities.ts";

/** What a run will ask, cost and be able to show, in sentences. */
export function estimateLines({ generations, models, judge, cost, seconds, detectable }: BenchEstimate, { budget }: { budget: number | undefined }): string[] {
  const answered = generations.answered === 0 ? "" : `, of which ${formatCount(generations.answered)} are answered in this ledger already`;
  const unpriced = [...models, ...(judge === null ? [] : [judge])].filter((each) => each.cost === null && each.calls > 0);
  return [
    `${counted(detectable.items, "item")} over ${counted(detectable.inputs, "input")}: ${counted(generations.total, "question")}${answered}.`,
    ...models.map((model) => callLine(model, "calls")),
    ...(judge === null ? ["The judge asks no model, and costs nothing."] : [callLine(judge, "judgements at most")]),
    cost === null
      ? `The cost is not known, for the price of ${unpriced.map(({ name }) => name).join(" and ")} is not: give it by --price.`
      : cost.high === 0
        ? "It costs nothing."
        : `It will cost about ${dollars(cost.expected)}: ${rangeOf(cost)}, where the upper end is every answer as long as it may be (which models that think first come nearest to). Prices of ${pricesDate}, or given.`,
    ...(budget !== undefined && cost !== null && cost.expected > budget ? [`The budget of ${dollars(budget)} will probably be used up before the end; the run can then be gone on with.`] : []),
    ...(seconds === null ? ["How long it takes is up to this machine."] : [`It will take about ${formatDuration(seconds.total)}, if a call takes ${formatDuration(seconds.perCall)}: a guess, before the first one, of hosted models.`]),
    detectableLine(detectable),
  ];
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function callLine({ name, calls, input, output, cost }: CallEstimate, what: string): string {
  const tokens = (each: { low: number; expected: number; high: number }): string => `${rounded(each.expected)} (${rounded(each.low)} to ${rounded(each.high)})`;
  return `${name}: ${formatCount(calls)} ${what}, about ${tokens(input)} tokens in and ${tokens(output)} out${cost === null || cost.high === 0 ? "" : `, ${rangeOf(cost)}`}.`;
}

function detectableLine({ independent, clustered }: BenchEstimate["detectable"]): string {
  const assumption = "at 5 % with a power of 80 %, where models disagree on a fifth of the items";
  if (independent === null) return `It is too small to show any difference between two models (${assumption}).`;
  const worst = clustered === null ? "none at all" : points(clustered);
  return `The smallest difference between two models that it can show is ${points(independent)} if every item tells something of its own, and ${worst} if those over one input come out alike (${assumption}).`;
}

const points = (share: number): string => `${(100 * share).toFixed(1)} points`;
const rangeOf = ({ low, high }: CostEstimate): string => `${dollars(low)} to ${dollars(high)}`;
const rounded = (count: number): string => formatCount(count < 1000 ? count : Number(count.toPrecision(2)));

/** US dollars with the figures that matter. */
export function dollars(value: number): string {
  return `$${value === 0 ? "0" : value >= 1 ? value.toFixed(2) : String(Number(value.toPrecision(2)))}`;
}
