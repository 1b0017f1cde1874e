import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCodeOf, writeFileAtomically } from "../../base/index.ts";

/** Beside this file in the published package. */
export const builtPageName = "page.html";

const room = join(import.meta.dirname, "..");
const checkout = join(room, "..", "..");

/**
 * The pages as one HTML file without data. The published package has them built; in a clone they are built from their sources when
 * these have changed, which takes a second or two.
 *
 * @throws SteadfastError `report-build`
 */
export async function loadPage(): Promise<string> {
  const published = await readIfThere(join(import.meta.dirname, builtPageName));
  if (published !== null) return published;
  const cache = join(checkout, "node_modules", ".cache", "steadfast");
  const name = `report-${await hashOfSources()}.html`;
  const cached = join(cache, name);
  const built = await readIfThere(cached);
  if (built !== null) return built;
  const { buildPage } = await import("./build-page.ts");
  const page = await buildPage(join(room, "app"));
  // Where the cache cannot be written, it is built again the next time.
  await writeFileAtomically(cached, page).then(() => forgetOthers(cache, name)).catch(() => {});
  return page;
}

/** Pages of earlier sources are of no use. */
async function forgetOthers(cache: string, name: string): Promise<void> {
  for (const other of await readdir(cache)) if (/^report-[0-9a-f]{16}\.html$/.test(other) && other !== name) await rm(join(cache, other), { force: true });
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT" || systemCodeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

// The pages are made of this room, of the texts' comparison, and of what the lock file names.
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const files = (await Promise.all([room, join(room, "..", "text")].map(filesIn))).flat().filter((path) => !/\.test\.tsx?$/.test(path));
  for (const path of [...files.sort(), join(checkout, "package-lock.json")]) hash.update(path).update("\0").update((await readFile(path)).toString("utf8")).update("\0");
  return hash.digest("hex").slice(0, 16);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
