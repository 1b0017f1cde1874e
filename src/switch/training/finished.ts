import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import type { Fingerprint } from "../../lm/index.ts";
import type { DistillReport } from "./distill-report.ts";

/** A distillation that has its student. */
export interface FinishedDistillation {
  readonly report: DistillReport;
  readonly fingerprint: Fingerprint;
}

/** The file that says that a distillation is finished. */
export const reportName = "training.json";

/** @throws SteadfastError `training-state-damaged` where the report cannot be read. */
export async function finishedDistillation(out: string): Promise<FinishedDistillation | undefined> {
  const path = join(out, reportName);
  try {
    return JSON.parse(await readFile(path, "utf8")) as FinishedDistillation;
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return undefined;
    throw new SteadfastError({ code: "training-state-damaged", sentence: `${path} cannot be read: ${messageOf(cause)}.`, hint: "Choose another --out.", cause });
  }
}

/** Written last: with it the distillation is finished. */
export async function writeFinished(out: string, finished: FinishedDistillation): Promise<void> {
  await writeFileAtomically(join(out, reportName), `${JSON.stringify(finished, null, 2)}\n`);
}
