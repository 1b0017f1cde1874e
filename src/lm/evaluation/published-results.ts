/** The data sets of the papers, with how many records theirs have (of the last two, about). */
export const publishedDataSets = {
  dolly: { name: "Dolly", records: 500 },
  "self-inst": { name: "SelfInst", records: 252 },
  vicuna: { name: "Vicuna", records: 80 },
  "s-ni": { name: "S-NI", records: 9000 },
  unni: { name: "UnNI", records: 10_000 },
} as const;

/** @see publishedDataSets */
export type PublishedDataSet = keyof typeof publishedDataSets;

/** The methods of the table, in its order. */
export const publishedMethods = ["SFT", "KD", "SeqKD", "GKD", "MiniLLM", "DistiLLM", "SWITCH"] as const;

/** What the paper reports for one model. */
export interface PublishedRow {
  readonly model: string;
  /** ROUGE-L, one for each of `publishedMethods`; of a teacher only one. */
  readonly rougeL: readonly number[];
}

type FiveScores = readonly [dolly: number, selfInst: number, vicuna: number, sni: number, unni: number];

// SWITCH (Koo et al., Findings of NAACL 2025, arXiv 2410.19503), main table of results.
const students: readonly (readonly [string, ...FiveScores[]])[] = [
  ["GPT-2 120M", [22.8, 10.3, 15.1, 17.2, 21.3], [23.2, 11.2, 15.9, 17.7, 22.2], [23.7, 10.1, 15, 15, 23.2], [23.7, 12.4, 17.2, 23.1, 26.5], [23.8, 12.7, 17.2, 24.2, 27.1], [25.6, 13.1, 18.4, 27.5, 28], [26.2, 13.7, 18.6, 28.1, 28.4]],
  ["GPT-2 340M", [24.1, 12.6, 15.6, 24.2, 27.3], [24.7, 12.9, 16.2, 24.2, 27.4], [24.5, 13.1, 16.4, 25.2, 27.5], [24.5, 14.4, 17.2, 26.3, 28.2], [25.1, 14.7, 17.5, 26.8, 29.4], [27, 15.1, 18.2, 28.2, 30.1], [27.4, 15.2, 18, 28.5, 30.2]],
  ["GPT-2 760M", [25.4, 13.7, 16.5, 23.2, 27.5], [25.7, 14.1, 16.7, 24.5, 29.4], [26.2, 14.6, 17, 24.7, 28.1], [25.1, 14.9, 17.3, 26.6, 31.2], [26.4, 15.2, 17.9, 28, 32.3], [28.4, 15.5, 18.5, 29.2, 34.1], [28.5, 15.7, 18.4, 29.3, 34.5]],
  ["OPT 125M", [20.5, 8.7, 13.5, 15.7, 17.4], [22.1, 8.9, 14.7, 16.5, 18.4], [21.4, 8.4, 14.6, 17.4, 18.1], [22.5, 9.5, 15.1, 19.4, 21.4], [22.7, 10.1, 15.3, 16.5, 20.3], [24.9, 10.7, 16.1, 21.4, 23.2], [25.1, 11.2, 16.5, 23.1, 24.5]],
  ["OPT 350M", [23.1, 11.9, 15.1, 18.8, 21.6], [23.5, 12.3, 16.1, 18.9, 21.5], [23.8, 12.8, 15.3, 19.5, 22.4], [23.9, 13.6, 16.3, 19.6, 24.4], [24.8, 13.2, 15.9, 20.4, 24], [25.1, 14.2, 16.8, 22, 25.7], [25.4, 13.7, 17, 22.3, 26.1]],
  ["OPT 1.3B", [24.8, 13.1, 15.5, 20.8, 27], [25.1, 13.4, 15.4, 21.1, 27.2], [26.1, 12.8, 15.7, 21.1, 26.6], [25.8, 14.1, 16.1, 21.5, 27.4], [25.9, 14.3, 16.6, 21.7, 27.3], [26.8, 15.1, 16.4, 24.5, 30.4], [27, 15.5, 16.9, 24.9, 30.2]],
  ["OpenLLaMA2 3B", [25.3, 16.5, 15.7, 29.7, 30.1], [26.1, 16.6, 16.1, 30.1, 32.1], [25.8, 16.3, 16.5, 30.5, 31.1], [27, 19.2, 19.5, 34.3, 35.4], [27.4, 19.8, 19.4, 35.4, 36.2], [28.3, 19.7, 19.5, 36.1, 35.8], [28.6, 20, 19.6, 36.5, 36.3]],
];

const teachers: readonly (readonly [string, FiveScores])[] = [
  ["GPT-2 1.5B", [27, 15.5, 16.2, 25.2, 33.4]],
  ["OPT 2.7B", [26.2, 13.3, 16.6, 23.4, 30.4]],
  ["OpenLLaMA2 7B", [28.8, 20.5, 17.1, 34.8, 34.5]],
];

/**
 * The paper's own numbers for a data set, none of them measured here: students by method, and the teachers, which have one each.
 *
 * @example
 * publishedResults("dolly").students[0]; // { model: "GPT-2 120M", rougeL: [22.8, 23.2, 23.7, 23.7, 23.8, 25.6, 26.2] }
 */
export function publishedResults(dataSet: PublishedDataSet): { readonly students: readonly PublishedRow[]; readonly teachers: readonly PublishedRow[] } {
  const column = Object.keys(publishedDataSets).indexOf(dataSet);
  const rowOf = ([model, ...scores]: readonly [string, ...FiveScores[]]): PublishedRow => ({ model, rougeL: scores.map((five) => five[column]!) });
  return { students: students.map(rowOf), teachers: teachers.map(rowOf) };
}

/**
 * The paper's data set that a file is of, told by its path: `dolly/valid.jsonl`. Undefined where the path says nothing, or several things.
 *
 * @example
 * publishedDataSetOf("data/dolly/valid.jsonl"); // "dolly"
 * publishedDataSetOf("answers.jsonl"); // undefined
 */
export function publishedDataSetOf(path: string): PublishedDataSet | undefined {
  const patterns: readonly (readonly [PublishedDataSet, RegExp])[] = [
    ["dolly", /dolly/i],
    ["self-inst", /self-?inst/i],
    ["vicuna", /vicuna/i],
    ["s-ni", /(?:^|[^a-z])s-?(?:ni|inst)(?:[^a-z]|$)|super-?natural/i],
    ["unni", /(?:^|[^a-z])u(?:n-?ni|inst)(?:[^a-z]|$)|unnatural/i],
  ];
  // Folders above the last two say where a checkout lies, not what a file is.
  const end = path.split(/[\\/]/).slice(-3).join("/");
  const found = patterns.filter(([, pattern]) => pattern.test(end));
  return found.length === 1 ? found[0]![0] : undefined;
}
