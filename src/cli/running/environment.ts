import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import type { Json } from "../../base/index.ts";
import { withoutSecrets } from "./secrets.ts";
import { packageVersion } from "./version.ts";

/** What a run must remember of where it ran, so that it can be repeated: versions, platform, processor, command line. */
export function describeEnvironment(options: { argv: readonly string[]; environment: Readonly<Record<string, string | undefined>> }): { [key: string]: Json } {
  return {
    steadfast: packageVersion(),
    node: process.version,
    onnxruntime: installedVersion("onnxruntime-node"),
    platform: process.platform,
    architecture: process.arch,
    release: release(),
    processor: cpus()[0]?.model.trim() ?? null,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    command: ["steadfast", ...withoutSecrets(options.argv, options.environment)],
  };
}

/** The version of an installed dependency, read from its package file without loading it; null where it is not installed. */
export function installedVersion(name: string): string | null {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")).version;
    } catch {
      // Not in this folder: the next one up may have it.
    }
  }
  return null;
}
