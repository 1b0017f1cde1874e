import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ChoiceScores, RepairReport } from "../../src/crispr/index.ts";

/** How the bias questions were answered. */
export interface BiasAccuracies {
  readonly accuracy: number | null;
  readonly ambiguous: number | null;
  /** s_AMB. */
  readonly bias: number | null;
  readonly disambiguated: number | null;
}

/** What removing neurons may have harmed, or mended: shares of items. */
export interface TaskAccuracies {
  /** Exact match by task. */
  readonly tasks: Readonly<Record<string, number>>;
}

/** Of instructions over questions: what was done as asked, and what was answered instead. */
export interface Distraction {
  readonly right: number;
  readonly answered: number;
}

interface Found {
  readonly neurons: number;
  readonly neuronsOfModel: number;
  readonly asked: number;
  readonly methods: readonly ({ readonly name: string } & BiasAccuracies)[];
}

/** What each kind of run found. */
export interface Results {
  readonly before: TaskAccuracies & { readonly topics: Readonly<Record<string, BiasAccuracies>>; readonly distraction: Distraction };
  readonly repair: Found & TaskAccuracies & { readonly transfer: Readonly<Record<string, BiasAccuracies>>; readonly shares: RepairReport["shares"] };
  readonly variant: Found;
  readonly sizes: { readonly neurons: number; readonly before: number | null; readonly sizes: RepairReport["sizes"] };
  /** Null where the model gave no pairs enough to split. */
  readonly distraction: { readonly pairs: number; readonly found: (Found & TaskAccuracies & { readonly distraction: Distraction }) | null };
}

export type Kind = keyof Results;

/** A run that was made. */
export type Row = { [K in Kind]: { readonly kind: K; readonly run: string; readonly model: string; readonly seed: number; readonly topic: string | null; readonly variant: string | null; readonly fingerprint: string; readonly seconds: number; readonly result: Results[K] } }[Kind];

/** The rows of a kind. */
export function rowsOf<K extends Kind>(rows: readonly Row[], kind: K): Extract<Row, { kind: K }>[] {
  return rows.filter((row): row is Extract<Row, { kind: K }> => row.kind === kind);
}

/** Rows on disk, a line each; a line that was cut off when the study was interrupted is made again. */
export class RowFile {
  readonly rows: Row[];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) writeFileSync(path, whole);
    this.rows = whole.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
  }

  /** The row of a run, unless it was made with another model, plan or seed. */
  find(run: string, fingerprint: string): Row | undefined {
    return this.rows.findLast((row) => row.run === run && row.fingerprint === fingerprint);
  }

  add(row: Row): void {
    this.rows.push(row);
    appendFileSync(this.#path, `${JSON.stringify(row)}\n`);
  }
}

/** A model's answers to bias questions, in short. */
export function accuraciesOf({ accuracy, bias }: ChoiceScores): BiasAccuracies {
  return { accuracy: accuracy.estimate, ambiguous: bias?.ambiguous.accuracy ?? null, bias: bias?.ambiguous.score.estimate ?? null, disambiguated: bias?.disambiguated.accuracy ?? null };
}

/** What a repair found, in short. */
export function foundIn({ chosen, neuronsOfModel, search, rows }: RepairReport): Found {
  return { neurons: chosen.neurons, neuronsOfModel, asked: search.asked, methods: rows.map(({ name, scores }) => ({ name, ...accuraciesOf(scores) })) };
}
