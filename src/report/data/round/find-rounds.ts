import { posix } from "node:path";
import type { Json } from "../../../base/index.ts";
import type { Run } from "../../../ledger/index.ts";
import type { RoundLine, RoundPart } from "./round-document.ts";

/** The kinds of runs that rounds are made of. */
export const roundKinds = ["bench", "repair", "distill", "train"] as const;

/** A stage of a way, before anything of its measurements was read. */
export interface FoundStage {
  readonly model: string;
  readonly made: Run | null;
  /** Runs that measured it, the newest first, none begun after the last measurement. */
  readonly measuring: readonly Run[];
}

/** Which runs belong together. */
export interface FoundRound {
  readonly line: RoundLine;
  /** The one that measured last. */
  readonly last: Run;
  readonly ways: readonly (readonly FoundStage[])[];
  /** All that made something which the last measured, directly or as the teacher of something; the oldest first. */
  readonly treatments: readonly Run[];
}

/**
 * The rounds among some runs, the newest first: each run of DIM-Bench that measured what a repair, a distillation or a training had
 * made. A folder is followed by its name, as both commands wrote it, to the run that made it last before it was read.
 */
export function findRounds(runs: readonly Run[]): FoundRound[] {
  const sorted = runs.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  return sorted.filter(({ kind }) => kind === "bench").flatMap((last) => {
    const treatments = new Set<Run>();
    const follow = (model: string, reader: Run): FoundStage[] => {
      const made = makerOf(sorted, model, reader.createdAt);
      const stage: FoundStage = { model, made, measuring: sorted.filter((run) => run.kind === "bench" && run.createdAt <= last.createdAt && measures(run, model) && makerOf(sorted, model, run.createdAt) === made) };
      if (made === null) return [stage];
      treatments.add(made);
      const [student, ...others] = modelsOf(made);
      for (const other of others) follow(other, made);
      return [...(student === undefined ? [] : follow(student, made)), stage];
    };
    const ways = modelsOf(last).map((model) => follow(model, last)).filter((stages) => stages.length > 1);
    if (ways.length === 0) return [];
    const ordered = [...treatments].sort((a, b) => a.createdAt - b.createdAt);
    return [{ line: { id: last.id, createdAt: ordered[0]!.createdAt, ways: ways.map((stages) => stages.map(({ model }) => model)) }, last, ways, treatments: ordered }];
  });
}

/** What a run worked on; of a distillation the student first. */
export function modelsOf({ kind, options }: Run): string[] {
  if (kind === "bench") return textsIn(options, "model");
  return kind === "distill" ? [...textsIn(options, "student"), ...textsIn(options, "teacher")] : textsIn(options, "arguments").slice(0, 1);
}

/** The folder of the model that a run made. */
export function madeBy({ kind, options, status }: Run): string | null {
  if (status !== "done" || kind === "bench") return null;
  return textsIn(options, kind === "repair" ? "save" : "out")[0] ?? null;
}

/** What a run that makes models did for its round. */
export function partOf({ kind }: Run): Exclude<RoundPart, "measure" | "measure again"> {
  return kind === "repair" ? "repair" : kind === "distill" ? "distil" : "train";
}

/** The name of a folder in one way: `./models//a/` is `models/a`. */
export function folderName(reference: string): string {
  return posix.normalize(reference.replaceAll("\\", "/")).replace(/(?<=.)\/$/, "");
}

// The newest run that had made it by then; a run writes its model before its reader begins.
function makerOf(sorted: readonly Run[], model: string, before: number): Run | null {
  const name = folderName(model);
  return sorted.find((run) => run.finishedAt !== null && run.finishedAt <= before && run.createdAt < before && nameOf(madeBy(run)) === name) ?? null;
}

function nameOf(folder: string | null): string | null {
  return folder === null ? null : folderName(folder);
}

function measures(run: Run, model: string): boolean {
  const name = folderName(model);
  return modelsOf(run).some((each) => folderName(each) === name);
}

function textsIn(options: Json, name: string): string[] {
  if (typeof options !== "object" || options === null || Array.isArray(options)) return [];
  const value = (options as { readonly [name: string]: Json })[name];
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
}
