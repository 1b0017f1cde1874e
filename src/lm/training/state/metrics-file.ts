import { appendFile, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder, messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../../base/index.ts";

/** A line of `metrics.jsonl`: of a step, or of a validation after it. */
export interface MetricsLine {
  readonly step: number;
  readonly [name: string]: number;
}

/** Metrics as JSON lines. */
export interface MetricsFile {
  add(line: MetricsLine): Promise<void>;
}

/**
 * Opens the file to go on behind a step: later lines, and one that a kill cut off, are removed, so that a resumed training has
 * each step once.
 *
 * @param keep which lines stay.
 * @throws SteadfastError `write-failed`.
 * @example
 * const metrics = await openMetrics("training/metrics.jsonl", ({ step }) => step <= 120);
 * await metrics.add({ step: 121, loss: 2.31 });
 */
export async function openMetrics(path: string, keep: (line: MetricsLine) => boolean): Promise<MetricsFile> {
  const kept = (await linesOf(path)).filter(keep).map((line) => `${JSON.stringify(line)}\n`);
  await writeFileAtomically(path, kept.join(""));
  return {
    async add(line) {
      try {
        await makeFolder(dirname(path));
        await appendFile(path, `${JSON.stringify(line)}\n`);
      } catch (cause) {
        throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${path} could not be written: ${messageOf(cause)}.`, hint: "Check the disk, and resume.", cause });
      }
    },
  };
}

async function linesOf(path: string): Promise<MetricsLine[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw new SteadfastError({ code: "write-failed", sentence: `${path} cannot be read: ${messageOf(error)}.`, hint: "Move it away.", cause: error });
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as MetricsLine];
    } catch {
      return [];
    }
  });
}
