import { resolve } from "node:path";
import { type EvaluationData, publishedDataSetOf, publishedDataSets, publishedMethods, publishedResults } from "../../../lm/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";
import { styled } from "../../output/styled-text.ts";

/** The paper's numbers beside one data set; null where it is none of the paper's. A type, not an interface: so it is JSON as it is. */
export type Published = {
  readonly data: string;
  readonly measured: number;
  readonly paper: { readonly name: string; readonly records: number; readonly methods: readonly string[]; readonly students: readonly Row[]; readonly teachers: readonly Row[] } | null;
};

type Row = { readonly model: string; readonly rougeL: readonly number[] };

/** What the paper says of the data set that a file is of, told by its path. */
export function publishedFor({ name, path, records }: EvaluationData): Published {
  const dataSet = publishedDataSetOf(resolve(path));
  if (dataSet === undefined) return { data: name, measured: records.length, paper: null };
  const { students, teachers } = publishedResults(dataSet);
  const plain = ({ model, rougeL }: Row): Row => ({ model, rougeL });
  return { data: name, measured: records.length, paper: { ...publishedDataSets[dataSet], methods: publishedMethods, students: students.map(plain), teachers: teachers.map(plain) } };
}

/** The paper's table for one data set, marked as the paper's. */
export function printPublished(output: Output, { data, measured, paper }: Published): void {
  output.print();
  if (paper === null) {
    output.print(`${data} is not told by its path to be one of the paper's data sets (${Object.values(publishedDataSets).map(({ name }) => name).join(", ")}).`);
    return;
  }
  output.print(styled("bold", `Published by SWITCH (arXiv 2410.19503) for ${paper.name}: ROUGE-L, not measured here`));
  output.table({
    columns: [{ heading: "student" }, ...paper.methods.map((heading) => ({ heading, align: "right" as const }))],
    rows: paper.students.map(({ model, rougeL }) => [model, ...rougeL.map((value) => value.toFixed(1))]),
  });
  output.print(`Their teachers: ${paper.teachers.map(({ model, rougeL }) => `${model} ${rougeL[0]!.toFixed(1)}`).join(", ")}.`);
  if (measured !== paper.records) output.print(`Theirs has ${formatCount(paper.records)} records, this one ${formatCount(measured)}: the numbers are not of the same data.`);
}
