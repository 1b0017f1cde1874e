import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Why a mechanism cannot be had here, or null. Tests that need it say so and are skipped. */
export function runAsRoot(command: string, ...commandArguments: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, commandArguments, { encoding: "utf8" });
  if (status === 0) return null;
  return `${command} ${commandArguments.join(" ")}: ${error?.message ?? stderr.trim()}`;
}

/** Mounts a file system in memory; unmount it with `unmount`. */
export function mountTiny(folder: string, size: string): string | null {
  mkdirSync(folder, { recursive: true });
  return runAsRoot("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder);
}

/** Shows a folder once more at another place, where it cannot be written. */
export function mountReadOnly(folder: string, place: string): string | null {
  mkdirSync(place, { recursive: true });
  const reason = runAsRoot("mount", "--bind", folder, place);
  return reason ?? runAsRoot("mount", "-o", "remount,ro,bind", place);
}

export function unmount(folder: string): void {
  runAsRoot("umount", folder);
}
