import type { ChoiceRecord, DataKind } from "./choice-record.ts";

/** The tasks of GLUE (Wang et al. 2019) that are read. */
export type GlueTask = Extract<DataKind, "mrpc" | "rte" | "qnli">;

/** How the columns of a header are read. */
export interface GlueColumns {
  readonly task: GlueTask;
  readonly columns: number;
  readonly first: number;
  readonly second: number;
  readonly label: number;
}

const options = ["yes", "no"] as const;
const names: Readonly<Record<GlueTask, readonly [string, string]>> = { mrpc: ["Sentence 1", "Sentence 2"], rte: ["Premise", "Hypothesis"], qnli: ["Question", "Sentence"] };

/**
 * What a header line says: the columns of the original files or those in the order of the Hugging Face hub; undefined where it is
 * no such header, `ambiguous` where two tasks have it and no task was named.
 *
 * @param task what was asked for, or what the path says
 */
export function glueColumns(header: string, task?: GlueTask): GlueColumns | "ambiguous" | undefined {
  const columns = header.replace(/\r$/, "").split("\t");
  const at = (name: string): number => columns.indexOf(name);
  const made = (found: GlueTask, first: number, second: number, label: number): GlueColumns | undefined => ([first, second, label].every((place) => place >= 0) && (task === undefined || task === found) ? { task: found, columns: columns.length, first, second, label } : undefined);
  if (at("Quality") >= 0) return made("mrpc", at("#1 String"), at("#2 String"), at("Quality"));
  if (at("question") >= 0) return made("qnli", at("question"), at("sentence"), at("label"));
  if (at("sentence1") < 0) return undefined;
  // MRPC in the hub's order and RTE in either look alike, but for what their labels are.
  if (task === undefined) return "ambiguous";
  return task === "qnli" ? undefined : made(task, at("sentence1"), at("sentence2"), at("label"));
}

/** A line, without quoting: a quotation mark is a character like any other. */
export function parseGlue(text: string, line: number, { task, columns, first, second, label }: GlueColumns): ChoiceRecord | string {
  const cells = text.replace(/\r$/, "").split("\t");
  if (cells.length !== columns) return `it has ${cells.length} columns where the header has ${columns}`;
  const [one, two] = [cells[first]!, cells[second]!];
  if (one.trim() === "" || two.trim() === "") return "one of its sentences is empty";
  const gold = goldOf(task, cells[label]!);
  if (gold === undefined) return `its label ${JSON.stringify(cells[label]!.slice(0, 40))} is not one of ${task.toUpperCase()}'s`;
  const [firstName, secondName] = names[task];
  return { line, fields: { [firstName]: one, [secondName]: two }, options, gold, cluster: `line ${line}` };
}

/** MRPC: 1 is a paraphrase; RTE and QNLI: 0 is entailment. */
function goldOf(task: GlueTask, label: string): number | undefined {
  const yes = task === "mrpc" ? ["1", "equivalent"] : ["0", "entailment"];
  const no = task === "mrpc" ? ["0", "not_equivalent"] : ["1", "not_entailment"];
  return yes.includes(label) ? 0 : no.includes(label) ? 1 : undefined;
}
