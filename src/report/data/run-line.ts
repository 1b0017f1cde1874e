import type { Run } from "../../ledger/index.ts";
import type { RunLine } from "./document.ts";
import { shortJson } from "./short-text.ts";

const resultCharacters = 160;

/** A run of the ledger as lists have it. */
export function runLine({ id, kind, title, status, createdAt, updatedAt, finishedAt, summary }: Run): RunLine {
  return { id, kind, title, status, createdAt, updatedAt, finishedAt, result: shortJson(summary, resultCharacters) };
}
