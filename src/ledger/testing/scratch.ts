import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { SteadfastError } from "../../base/index.ts";

/** A function that gives folders of their own, not made yet, removed after the test file. */
export function scratchFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), "steadfast-ledger-"));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => join(root, `folder ${(count += 1)}`);
}

/** Expects the failure that a user would see: the code, one sentence that names `named`, a hint. */
export async function expectFailure(promise: Promise<unknown>, code: string, named: string): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SteadfastError);
  const { code: actual, message, hint } = error as SteadfastError;
  expect({ code: actual, message }).toEqual({ code, message: expect.stringContaining(named) });
  expect(message).toMatch(/^[^\n]+\.$/);
  expect(hint).toMatch(/^[^\n]+[.\w]$/);
}

export function fingerprint(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** @see runScript */
export interface ScriptResult {
  output: string;
  errors: string;
  status: number | null;
}

/** Runs a TypeScript file of this folder in a process of its own; fulfilled with what it printed. */
export function runScript(name: string, scriptArguments: readonly string[], options: { prefix?: string; flags?: readonly string[] } = {}): Promise<ScriptResult> {
  const { prefix = "", flags = [] } = options;
  const script = join(import.meta.dirname, name);
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", ...flags, script, ...scriptArguments];
  const child = prefix === "" ? spawn(command[0]!, command.slice(1)) : spawn("sh", ["-c", `${prefix} exec "$@"`, "sh", ...command]);
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ output: output.join(""), errors: errors.join(""), status }));
  });
}
