import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import type { FineTuneReport } from "./fine-tune-report.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { namesIn } from "./state/publish-folder.ts";
import { keptNotes } from "./state/training-state.ts";
import { stateFolder } from "./training-keeper.ts";

/** A training that has its model. */
export interface FinishedTraining {
  readonly report: FineTuneReport;
  readonly fingerprint: Fingerprint;
}

const reportName = "training.json";

/**
 * Whether a training may write into a folder, before anything is loaded.
 *
 * @throws SteadfastError `training-exists`, `out-taken`, `folder-unreadable`, `training-state-damaged`.
 * @example
 * await checkOutFolder("models/mine", false);
 */
export async function checkOutFolder(out: string, resume: boolean): Promise<void> {
  const names = await namesIn(out);
  const begun = (await keptNotes(stateFolder(out))) !== undefined;
  if (begun && !resume) throw new SteadfastError({ code: "training-exists", sentence: `${out} holds the state of a training that was not finished.`, hint: "Go on with it by --resume, or choose another --out." });
  if (begun || (resume && names.includes(reportName))) return;
  const model = ["config.json", "model.safetensors", "model.safetensors.index.json"].find((name) => names.includes(name));
  if (model !== undefined) throw new SteadfastError({ code: "out-taken", sentence: `${out} holds a model already: ${model} stands in it.`, hint: "Choose another --out." });
}

/** @throws SteadfastError `training-state-damaged` where its report cannot be read. */
export async function finishedReport(out: string): Promise<FinishedTraining | undefined> {
  const path = join(out, reportName);
  try {
    return JSON.parse(await readFile(path, "utf8")) as FinishedTraining;
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return undefined;
    throw new SteadfastError({ code: "training-state-damaged", sentence: `${path} cannot be read: ${messageOf(cause)}.`, hint: "Choose another --out.", cause });
  }
}

/** Written last: with it the training is finished. */
export async function writeReport(out: string, finished: FinishedTraining): Promise<void> {
  await writeFileAtomically(join(out, reportName), `${JSON.stringify(finished, null, 2)}\n`);
}
