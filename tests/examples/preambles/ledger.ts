import { mkdirSync, writeFileSync } from "node:fs";
import { type Ledger, openSqliteLedger, type Run } from "../../../src/ledger/index.ts";

export const ledger: Ledger = await openSqliteLedger();
export const run: Run = await ledger.createRun({ kind: "bench", options: {} });
await ledger.enqueueWork(run.id, [{ kind: "generation", key: "item-1", payload: { prompt: "Where is Paris?" } }]);
export const request = { prompt: "Where is Paris?" };
export const response = { text: "In France." };
export const answer = async (_payload: unknown): Promise<{ text: string }> => response;
mkdirSync("out");
writeFileSync("out/report.html", "<!doctype html>");
