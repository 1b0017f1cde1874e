import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { SteadfastError } from "../../../base/index.ts";

/** A function that makes folders of their own, removed after the test file. */
export function scratchFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), "steadfast-reference-"));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => {
    const folder = join(root, `folder ${(count += 1)}`);
    mkdirSync(folder);
    return folder;
  };
}

/** Expects the failure that a user would see: the code, one sentence that holds `named`, a hint. */
export async function expectFailure(promise: Promise<unknown>, code: string, named: string): Promise<SteadfastError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SteadfastError);
  const failure = error as SteadfastError;
  expect({ code: failure.code, message: failure.message }).toEqual({ code, message: expect.stringContaining(named) });
  expect(failure.message).toMatch(/^[^\n]+\.$/);
  expect(failure.hint).toMatch(/^[^\n]+[.\w]$/);
  return failure;
}
