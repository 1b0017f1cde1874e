import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SteadfastError, systemCodeOf } from "../../../base/index.ts";
import { checkGoldLine } from "./check-gold-line.ts";
import type { GoldOutput } from "./gold-output.ts";

/** The gold that ships with the project: what rules were made on, what they are measured on, and outputs that talk to the judge. */
export const shippedGold: readonly ["tuning", "held-out", "capture"] = ["tuning", "held-out", "capture"];

/** Outputs of known truth, and the file that they are from. */
export interface Gold {
  /** As it was asked for. */
  readonly name: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly outputs: readonly GoldOutput[];
}

/**
 * Reads outputs of known truth: `tuning`, `held-out` or `capture`, or a file of JSON lines
 * `{id, item, output, verdict, kind, note}`.
 *
 * @throws SteadfastError `gold-unreadable`; `gold-malformed`, naming the line
 * @example
 * const { outputs } = await readGold("tuning");
 */
export async function readGold(name: string): Promise<Gold> {
  const path = shippedGold.some((each) => each === name) ? join(import.meta.dirname, "..", "..", "..", "..", "data", "dim-bench", "gold", `${name}.jsonl`) : name;
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new SteadfastError({ code: "gold-unreadable", sentence: `The gold ${name} cannot be read${systemCodeOf(error) === "ENOENT" ? ": there is no such file" : ""}.`, hint: `Name one of ${shippedGold.join(", ")}, or a file of JSON lines.`, cause: error });
  });
  return { name, sha256: createHash("sha256").update(bytes).digest("hex"), outputs: parseGold(bytes.toString("utf8"), name) };
}

function parseGold(text: string, name: string): GoldOutput[] {
  const outputs: GoldOutput[] = [];
  const ids = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const output = checkGoldLine(line, (why) => new SteadfastError({ code: "gold-malformed", sentence: `Line ${index + 1} of the gold ${name} ${why}.` }));
    if (ids.has(output.id)) throw new SteadfastError({ code: "gold-malformed", sentence: `Line ${index + 1} of the gold ${name} has the id ${JSON.stringify(output.id)} a second time.` });
    ids.add(output.id);
    outputs.push(output);
  }
  if (outputs.length === 0) throw new SteadfastError({ code: "gold-malformed", sentence: `The gold ${name} has no outputs.` });
  return outputs;
}
