import { statfs } from "node:fs/promises";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname } from "node:path";
import { messageOf, systemCodeOf } from "../../../base/index.ts";
import { formatBytes } from "../../output/quantities.ts";
import type { Finding } from "./finding.ts";

const oldestNode = [22, 18] as const;
const littleMemory = 4 * 2 ** 30;
const littleDisk = 2 * 2 ** 30;
const tooLittleDisk = 50 * 2 ** 20;

/** Whether this Node runs steadfast. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const enough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    name: "node",
    status: enough ? "ok" : "problem",
    text: `Node ${version}`,
    ...(enough ? {} : { hint: `steadfast needs Node ${oldestNode.join(".")} or newer.` }),
    values: { version },
  };
}

export function checkProcessor(): Finding {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const cores = availableParallelism();
  return { name: "processor", status: "ok", text: `${process.platform} ${process.arch}, ${model}, ${cores} ${cores === 1 ? "core" : "cores"}`, values: { platform: process.platform, architecture: process.arch, model, cores } };
}

export function checkMemory(memory: { total: number; free: number } = { total: totalmem(), free: freemem() }): Finding {
  const values = { totalBytes: memory.total, freeBytes: memory.free };
  const text = `${formatBytes(memory.total)} of memory, ${formatBytes(memory.free)} free`;
  if (memory.total >= littleMemory) return { name: "memory", status: "ok", text, values };
  return { name: "memory", status: "warning", text, hint: "Hosted models need little; models on this machine want 4 GiB or more.", values };
}

/** The space where the ledger is or would be: in its folder, or the nearest one above that exists. */
export async function checkDisk(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${formatBytes(free)} free on the disk of ${folder}`;
    if (free < tooLittleDisk) return { name: "disk", status: "problem", text, hint: "Free some space, or choose another disk with --ledger.", values: { freeBytes: free, folder } };
    if (free < littleDisk) return { name: "disk", status: "warning", text, hint: "Downloaded models may need several GiB.", values: { freeBytes: free, folder } };
    return { name: "disk", status: "ok", text, values: { freeBytes: free, folder } };
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT" && dirname(folder) !== folder) return checkDisk(dirname(folder));
    return { name: "disk", status: "warning", text: `The space at ${folder} cannot be read: ${messageOf(error)}`, values: { folder } };
  }
}
