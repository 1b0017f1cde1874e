import type { RepairReport } from "../../../crispr/index.ts";
import type { ResultDocument } from "../../../dim-bench/index.ts";
import type { DistillReport } from "../../../switch/index.ts";
import type { RoundStep } from "./round.ts";

/** What a step's JSON document comes to, in lines. */
export function describeStep(name: RoundStep["name"], result: unknown): string[] {
  if (name === "repair") return describeRepair(result as RepairReport);
  if (name === "distil") return describeDistillation(result as DistillReport);
  return describeBench(result as ResultDocument);
}

function describeBench({ models }: ResultDocument): string[] {
  return models.map(({ model, accuracy, interval, n, instead }) => {
    const [most] = Object.entries(instead).toSorted(([, one], [, other]) => other - one);
    const range = interval === null ? "" : ` (${percent(interval.low)} to ${percent(interval.high)})`;
    return `${model}: does what it is told in ${percent(accuracy)} of ${n}${range}${most === undefined ? "" : `; else most often: ${most[0]}`}`;
  });
}

function describeRepair({ rows, chosen, neuronsOfModel, changed }: RepairReport): string[] {
  return [
    ...rows.map(({ name, neurons, scores }) => {
      const { ambiguous, disambiguated } = scores.bias ?? {};
      return `${name}${neurons === 0 ? "" : `, ${neurons} neurons`}: ${percent(ambiguous?.accuracy)} right where nobody can know, ${percent(disambiguated?.accuracy)} where the text tells`;
    }),
    `${chosen.neurons} of ${neuronsOfModel} neurons are removed; of ${changed.questions} answers ${changed.mended} are mended and ${changed.broken} broken.`,
  ];
}

function describeDistillation({ steps, teacherShare, validations }: DistillReport): string[] {
  const [first, last] = [validations[0], validations.at(-1)];
  const rougeL = (value: number | undefined): string => (value === undefined ? "–" : (100 * value).toFixed(1));
  return [`${steps} steps; the teacher wrote ${percent(teacherShare)} of the tokens; ROUGE-L of the student ${rougeL(first?.rougeL)} before, ${rougeL(last?.rougeL)} after.`];
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;
}
