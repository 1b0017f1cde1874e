import { open, stat } from "node:fs/promises";
import { SteadfastError } from "../../../base/index.ts";
import { checkOut } from "../../running/check-out.ts";

/**
 * Finds out before the work that a report could not be written, or would take the place of what is no HTML file.
 *
 * @throws SteadfastError `out-taken`, and those of `checkOut`
 */
export async function checkReportFile(path: string): Promise<void> {
  await checkOut(path);
  const found = await stat(path).catch(() => undefined);
  // Reading from a pipe would wait for whoever writes into it.
  if (found !== undefined && !found.isFile()) throw new SteadfastError({ code: "out-taken", sentence: `--out ${path} is no file.`, hint: "Choose another path." });
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return;
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(256) });
    const beginning = buffer.toString("utf8", 0, bytesRead).trimStart().toLowerCase();
    if (bytesRead > 0 && !/^<(?:!doctype html|html)/.test(beginning)) throw new SteadfastError({ code: "out-taken", sentence: `--out ${path} is no HTML, and a report would take its place.`, hint: "Choose another file, or remove this one." });
  } finally {
    await file.close();
  }
}
