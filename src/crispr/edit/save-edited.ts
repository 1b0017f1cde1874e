import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolder, messageOf, SteadfastError, syncFolder, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import { type LanguageModel, saveLanguageModel, type Tokenizer } from "../../lm/index.ts";
import { compareSaved } from "./compare-saved.ts";
import { checkEdit, type Edit } from "./edit-file.ts";
import { asSaveError, copyToWrite, editName, undoBytesName, undoName, type UndoNotes, weightHashes } from "./edit-folder.ts";
import { locateElements, scaleInFiles, weightFiles } from "./patch-files.ts";
import { ownedElements } from "./scaled-parameters.ts";

/** @see saveEdited */
export interface SaveEditedOptions {
  readonly model: LanguageModel;
  readonly tokenizer?: Pick<Tokenizer, "files">;
  /** Where the model's files stand. */
  readonly source: string;
  readonly edit: Edit;
  /** Made; must not exist, or be empty. */
  readonly folder: string;
  /** The text of README.md. */
  readonly card: string;
  readonly threads?: number;
}

/** How the saved model compares with the loaded one whose neurons are masked. */
export interface SavedEdit {
  readonly folder: string;
  /** The greatest difference of a logit over probe prompts. */
  readonly largestDifference: number;
}

/**
 * Saves an edited model: the published files, byte for byte but for the neurons' rows, in their own types; where the weights are
 * no safetensors, converted to float32 first. It is loaded again before it appears under its name, its weights compared with what they should
 * be, and its logits with those of the original with the same neurons masked.
 *
 * @throws SteadfastError `edit-of-another`, `out-taken`, `disk-full`, `not-writable`, `model-differs`; nothing is left behind
 */
export async function saveEdited({ model, tokenizer, source, edit, folder, card, threads }: SaveEditedOptions): Promise<SavedEdit> {
  checkEdit(edit, model, source);
  await checkFree(folder);
  const target = resolve(folder);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 70)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await makeFolder(temporary);
    await copyModel({ model, ...(tokenizer === undefined ? {} : { tokenizer }), source, folder: temporary });
    const before = await weightHashes(temporary);
    const runs = await locateElements(temporary, ownedElements(edit, model), model.architecture);
    const bytes = await scaleInFiles(temporary, runs);
    const after = await weightHashes(temporary);
    const notes: UndoNotes = { format: "steadfast-undo", version: 1, files: Object.fromEntries(Object.keys(before).map((file) => [file, { before: before[file]!, after: after[file]! }])), card: await readFile(join(source, "README.md"), "utf8").catch(() => null) };
    await writeFileAtomically(join(temporary, undoBytesName), bytes);
    await writeFileAtomically(join(temporary, undoName), `${JSON.stringify(notes, null, 2)}\n`);
    await writeFileAtomically(join(temporary, editName), `${JSON.stringify(edit, null, 2)}\n`);
    await writeFileAtomically(join(temporary, "README.md"), card);
    const largestDifference = await compareSaved(model, edit, { written: temporary, folder, threads });
    // Fails where something has come into it meanwhile.
    await rmdir(target).catch((error: unknown) => {
      if (systemCodeOf(error) !== "ENOENT") throw error;
    });
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { folder, largestDifference };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw asSaveError(folder, error);
  }
}

/** The published files, as they are; weights of another form are converted. */
async function copyModel({ model, tokenizer, source, folder }: { model: LanguageModel; tokenizer?: Pick<Tokenizer, "files">; source: string; folder: string }): Promise<void> {
  const weights = await weightFiles(source);
  if (weights.length === 0) {
    await saveLanguageModel({ folder, model, ...(tokenizer === undefined ? {} : { tokenizer }), card: "" });
    return;
  }
  const index = "model.safetensors.index.json";
  for (const name of await readdir(source)) {
    const isWeights = /\.(?:safetensors|bin|pt|pth|msgpack|h5|onnx|gguf|ot)$/.test(name) || name === "pytorch_model.bin.index.json";
    if (name.startsWith(".") || [editName, undoName, undoBytesName, "README.md"].includes(name) || (isWeights && !weights.includes(name)) || (name === index && weights[0] === "model.safetensors")) continue;
    if ((await stat(join(source, name))).isFile()) await copyToWrite(join(source, name), join(folder, name));
  }
}

async function checkFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw new SteadfastError({ code: "out-taken", sentence: `${folder} cannot be used: ${messageOf(error)}.`, hint: "Choose another folder." });
  });
  if (names.length > 0) throw new SteadfastError({ code: "out-taken", sentence: `${folder} is not empty, and nothing in it was changed.`, hint: "Choose another folder." });
}
