import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The references of the models that the package ships with: `lab:teacher`. */
export async function labModels(): Promise<string[]> {
  // Three folders up both from the sources and from what is published.
  const entries = await readdir(join(import.meta.dirname, "../../../models"), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `lab:${name}`).toSorted();
}
