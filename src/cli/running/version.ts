import { readFileSync } from "node:fs";

/** The version of this package. */
export function packageVersion(): string {
  // Three folders up both from the sources and from what is published.
  return JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")).version;
}
