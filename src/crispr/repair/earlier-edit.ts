import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, type EventSink } from "../../base/index.ts";
import type { Edit } from "../edit/edit-file.ts";

/** Files that tell of one edit. */
const files = ["edit", "report", "reproduce"] as const;

/** Where another edit stands in the folder of a repair, keeps it and what tells of it beside the new one, as `edit-1.json`. */
export async function keepEarlierEdit(folder: string, edit: Edit, sink: EventSink): Promise<void> {
  const text = await readFile(join(folder, "edit.json"), "utf8").catch(() => undefined);
  if (text === undefined || isOf(text, edit)) return;
  const names = await readdir(folder);
  let number = 1;
  while (files.some((file) => names.includes(`${file}-${number}.json`))) number += 1;
  for (const file of files) if (names.includes(`${file}.json`)) await rename(join(folder, `${file}.json`), join(folder, `${file}-${number}.json`));
  sink({ type: "message", level: "warning", text: `Another edit stood in ${folder}; it is kept there as edit-${number}.json.` });
}

function isOf(text: string, { model, neurons }: Edit): boolean {
  try {
    const earlier = JSON.parse(text) as Partial<Edit>;
    return canonicalJson([earlier.model, earlier.neurons] as never) === canonicalJson([model, neurons] as never);
  } catch {
    return false;
  }
}
