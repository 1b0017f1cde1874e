import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, syncFolder, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import { type LanguageModel, loadLanguageModel } from "../../lm/index.ts";
import { type Edit, parseEdit } from "./edit-file.ts";
import { asSaveError, copyToWrite, editName, undoBytesName, undoName, type UndoNotes, weightHashes } from "./edit-folder.ts";
import { locateElements, restoreInFiles, weightFiles } from "./patch-files.ts";
import { ownedElements } from "./scaled-parameters.ts";

/**
 * Undoes the edit of a saved model: its weight files become, byte for byte, what they were.
 *
 * @throws SteadfastError `undo-missing`, `undo-differs` where the files are not the ones that were saved, `undo-damaged` where what is to
 *   be put back is not whole; then nothing is changed
 * @example
 * await undoEdit("edited");
 */
export async function undoEdit(folder: string): Promise<{ neurons: number; files: string[] }> {
  const [edit, notes, bytes] = await readUndo(folder);
  const model = await loadLanguageModel(folder);
  const now = await weightHashes(folder);
  const names = Object.keys(notes.files);
  // An undo that a crash cut off has put some of the files back, or all of them.
  const changed = names.filter((file) => now[file] !== notes.files[file]!.before);
  const different = changed.find((file) => now[file] !== notes.files[file]!.after);
  if (different !== undefined) throw new SteadfastError({ code: "undo-differs", sentence: `${join(folder, different)} is not the file that the edit was saved in, so it was left as it is.`, hint: "The original model stands where it was loaded from." });
  if (changed.length > 0) await restoreByCopies(folder, model, edit, bytes, notes);
  if (notes.card === null) await rm(join(folder, "README.md"), { force: true });
  else await writeFileAtomically(join(folder, "README.md"), notes.card);
  for (const name of [undoName, undoBytesName, editName]) await rm(join(folder, name), { force: true });
  return { neurons: edit.neurons.length, files: names };
}

/** Restores copies beside the files, and puts them in their places once they are what they should be. */
async function restoreByCopies(folder: string, model: LanguageModel, edit: Edit, bytes: Buffer, notes: UndoNotes): Promise<void> {
  const names = Object.keys(notes.files);
  const temporary = join(folder, `.undo.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(temporary);
    for (const file of [...names, "model.safetensors.index.json"]) await copyToWrite(join(folder, file), join(temporary, file)).catch((error: unknown) => {
      if (systemCodeOf(error) !== "ENOENT") throw error;
    });
    await restoreInFiles(temporary, await locateElements(temporary, ownedElements(edit, model), model.architecture), bytes);
    const restored = await weightHashes(temporary);
    const wrong = names.find((file) => restored[file] !== notes.files[file]!.before);
    if (wrong !== undefined) throw new SteadfastError({ code: "undo-differs", sentence: `${join(folder, wrong)} could not be brought back to what it was, so it was left as it is.`, hint: "The original model stands where it was loaded from." });
    for (const file of names) await rename(join(temporary, file), join(folder, file));
    await syncFolder(folder);
  } catch (error) {
    throw asSaveError(folder, error);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
  }
}

async function readUndo(folder: string): Promise<[Edit, UndoNotes, Buffer]> {
  try {
    const [edit, notes, bytes] = await Promise.all([readFile(join(folder, editName), "utf8"), readFile(join(folder, undoName), "utf8"), readFile(join(folder, undoBytesName))]);
    return [parseEdit(edit, join(folder, editName)), parseNotes(notes, await weightFiles(folder)), bytes];
  } catch (cause) {
    if (cause instanceof SteadfastError) throw cause;
    throw new SteadfastError({ code: "undo-missing", sentence: `${folder} holds no edit that could be undone${systemCodeOf(cause) === "ENOENT" ? "" : `: ${messageOf(cause)}`}.`, hint: `Name a folder that steadfast repair saved; it has ${editName} and ${undoName} in it.`, cause });
  }
}

/** The notes, which must be of the very files that are there. */
function parseNotes(text: string, files: readonly string[]): UndoNotes {
  const notes = JSON.parse(text) as Partial<UndoNotes> | null;
  const named = Object.entries(notes?.files ?? {});
  const whole = named.every(([, hashes]) => typeof hashes?.before === "string" && typeof hashes.after === "string") && (notes?.card === null || typeof notes?.card === "string");
  if (!whole || named.map(([file]) => file).sort().join() !== [...files].sort().join()) throw new Error(`${undoName} is not of these files`);
  return notes as UndoNotes;
}
