import { damaged, shown } from "./failure.ts";

/** Ids are below this: sixteen times the largest vocabulary that is published. */
export const idLimit: number = 2 ** 22;

/** A token id of a file, checked before anything is sized by it. */
export function tokenId(value: unknown, where: { file: string; of: string }): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < idLimit) return value;
  throw damaged(where.file, `the id of ${where.of} is ${shown(value)}, not a whole number from 0 to ${idLimit - 1}`);
}
