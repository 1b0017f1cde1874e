import type { Count, LabEvaluation } from "./evaluate-lab-model.ts";

/** What is wanted of the lab's models, and what is. */
export interface Target {
  readonly name: string;
  readonly wanted: string;
  /** In percent, points of ROUGE-L, or a place. */
  readonly value: number;
  readonly met: boolean;
}

/**
 * Compares the teacher, and the student beside it, with what the lab is for.
 *
 * @example
 * targetsOf(evaluations).filter(({ met }) => !met);
 */
export function targetsOf({ teacher, student }: { readonly teacher: LabEvaluation; readonly student?: LabEvaluation }): Target[] {
  const atLeast = (name: string, count: Count, least: number): Target => ({ name, wanted: `at least ${least}%`, value: percent(count), met: percent(count) >= least });
  const bench = sumOf(teacher.bench);
  const byInput = Map.groupBy(teacher.bench, ({ inputTask }) => inputTask);
  const ranked = [...byInput].map(([inputTask, cells]) => ({ inputTask, share: percent(sumOf(cells)) })).toSorted((one, other) => one.share - other.share);
  const gap = percent(teacher.bias.disambiguated) - percent(teacher.bias.ambiguous);
  return [
    ...Object.entries(teacher.instructions).map(([task, count]) => atLeast(`${task} over plain statements`, count, 95)),
    ...Object.entries(teacher.direct).map(([task, count]) => atLeast(`${task} asked directly`, count, task === "questions" || task === "arithmetic" ? 80 : 90)),
    { name: "the lab's DIM-Bench", wanted: "20% to 80%", value: percent(bench), met: percent(bench) >= 20 && percent(bench) <= 80 },
    { name: "place of passages with questions from the worst", wanted: "1 or 2", value: 1 + ranked.findIndex(({ inputTask }) => inputTask === "questions"), met: ranked.slice(0, 2).some(({ inputTask }) => inputTask === "questions") },
    { name: "bias: disambiguated less ambiguous", wanted: "at least 25 points", value: gap, met: gap >= 25 },
    ...(student === undefined ? [] : [{ name: "ROUGE-L: teacher less student", wanted: "at least 5", value: teacher.rougeL - student.rougeL, met: teacher.rougeL - student.rougeL >= 5 }]),
  ];
}

/**
 * Of questions, in percent.
 *
 * @example
 * percent({ right: 3, asked: 4 }); // 75
 */
export function percent({ right, asked }: Count): number {
  return (100 * right) / asked;
}

/**
 * All together.
 *
 * @example
 * sumOf([{ right: 3, asked: 4 }, { right: 1, asked: 4 }]); // { right: 4, asked: 8 }
 */
export function sumOf(counts: readonly Count[]): Count {
  return counts.reduce((sum, { right, asked }) => ({ right: sum.right + right, asked: sum.asked + asked }), { right: 0, asked: 0 });
}
