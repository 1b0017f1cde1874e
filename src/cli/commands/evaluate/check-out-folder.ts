import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SteadfastError } from "../../../base/index.ts";
import { checkOut } from "../../running/check-out.ts";

/**
 * Finds out before the work that a folder could not be written to.
 *
 * @throws SteadfastError `out-is-file` or `not-writable`
 */
export async function checkOutFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there !== null && !there.isDirectory()) throw new SteadfastError({ code: "out-is-file", sentence: `--out ${path} is a file; a folder is needed.`, hint: "Name a folder, or one that is yet to be made." });
  await checkOut(join(path, "result.json"));
}
