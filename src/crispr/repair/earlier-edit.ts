import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, type EventSink, messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import type { Edit } from "../edit/edit-file.ts";

/** Files that tell of one edit. The edit itself is kept last: as long as it stands in its place, the others may have to be kept still. */
const files = ["report", "reproduce", "edit"] as const;

/**
 * Where another edit stands in the folder of a repair, keeps it and what tells of it beside the new one, as `edit-1.json`.
 *
 * @throws SteadfastError `folder-unreadable`
 */
export async function keepEarlierEdit(folder: string, edit: Edit, sink: EventSink): Promise<void> {
  const text = await readFile(join(folder, "edit.json"), "utf8").catch((error: unknown) => {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw new SteadfastError({ code: "folder-unreadable", sentence: `${join(folder, "edit.json")} cannot be read: ${messageOf(error)}.`, hint: "Choose another --out, or remove it.", cause: error });
  });
  if (text === undefined || isOf(text, edit)) return;
  const names = await readdir(folder);
  let number = 1;
  while (names.includes(`edit-${number}.json`)) number += 1;
  for (const file of files) if (names.includes(`${file}.json`)) await rename(join(folder, `${file}.json`), join(folder, `${file}-${number}.json`));
  sink({ type: "message", level: "warning", text: `Another edit stood in ${folder}; it is kept there as edit-${number}.json.` });
}

/** The same weights may be named in several ways. */
function isOf(text: string, { model, neurons }: Edit): boolean {
  try {
    const earlier = JSON.parse(text) as Partial<Edit>;
    return canonicalJson([earlier.model?.architecture, earlier.model?.weights, earlier.neurons] as never) === canonicalJson([model.architecture, model.weights, neurons] as never);
  } catch {
    return false;
  }
}
