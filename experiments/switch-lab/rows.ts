import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Run } from "./plan.ts";

/** ROUGE-L of each record of the test, the mean over its sampled responses; records stand in the test's order. */
export interface Tested {
  readonly rougeL: readonly number[];
  /** Tokens of each record's reference. */
  readonly references: readonly number[];
}

/** What a distillation came to. */
export interface DistilledResult extends Tested {
  readonly steps: number;
  /** The step whose weights were tested. */
  readonly best: number;
  /** Of the rollouts' tokens; null where nothing was rolled out. */
  readonly teacherShare: number | null;
  readonly rolloutSteps: number;
  readonly seconds: { readonly generate: number; readonly teacher: number; readonly train: number };
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  readonly validations: readonly { readonly step: number; readonly loss: number }[];
}

/** Of each rollout: its tokens, its ROUGE-L, and the mean loss of its tokens. */
export interface MisguidanceResult {
  readonly rollouts: readonly (readonly [tokens: number, rougeL: number, loss: number])[];
  readonly teacherShare: number;
}

/** One line of the file. */
export interface Row {
  /** Of the run, the plan and both models. */
  readonly key: string;
  readonly run: Run;
  /** All that the row took. */
  readonly rowSeconds: number;
  readonly tested?: Tested;
  readonly distilled?: DistilledResult;
  readonly misguidance?: MisguidanceResult;
}

/** The rows of a file; a line that a kill cut off is no row. */
export function readRows(path: string): Row[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Row];
    } catch {
      return [];
    }
  });
}

/** Adds a row behind the others, on a line of its own even where a kill cut the last one off. */
export function appendRow(path: string, row: Row): void {
  mkdirSync(dirname(path), { recursive: true });
  const cutOff = existsSync(path) && !/(?:^|\n)$/.test(readFileSync(path, "utf8"));
  appendFileSync(path, `${cutOff ? "\n" : ""}${JSON.stringify(row)}\n`);
}

/** So many decimals are kept. */
export function rounded(value: number): number {
  return Number(value.toFixed(4));
}
