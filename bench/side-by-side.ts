import { spawnSync } from "node:child_process";
import { arch, cpus, totalmem } from "node:os";

/** What the launcher gives to every command: large pages, and no memory given back to the system. */
export const launcher: Record<string, string> = { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1", MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: "1000000000000" };
/** PyTorch gets the same, and the passive waiting that it needs to be at its best. */
export const tuned: Record<string, string> = { ...launcher, OMP_WAIT_POLICY: "passive" };

/** A Python that has PyTorch. */
export const python: string | undefined = ["/usr/bin/python3", "python3"].find((candidate) => spawnSync(candidate, ["-c", "import torch"]).status === 0);

export const machine: string = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, ${arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; ${python === undefined ? "PyTorch is not installed: its columns stay empty" : "PyTorch beside it"}.`;

/** Runs a program that prints one JSON document. */
export function run<T>(command: string, commandArguments: string[], environment: Record<string, string> = {}): T {
  const { stdout, stderr, status } = spawnSync(command, commandArguments, { encoding: "utf8", env: { ...process.env, ...environment } });
  if (status !== 0) throw new Error(`${command} ${commandArguments.join(" ")} failed: ${stderr}`);
  return JSON.parse(stdout) as T;
}
