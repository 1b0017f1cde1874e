import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { ledgerContract } from "./ledger.contract.ts";
import { openSqliteLedger } from "./sqlite-ledger.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

ledgerContract("SQLite", (place, options) => openSqliteLedger({ folder: join(folder, place), ...options }));
