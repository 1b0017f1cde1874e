import type { SteadfastError } from "../../../base/index.ts";
import { checkItem } from "../../items/check-item.ts";
import { insteadKinds } from "../judge.ts";
import type { GoldOutput } from "./gold-output.ts";

const kinds: readonly string[] = ["faithful", ...insteadKinds];
/** One line of a gold file, checked. `malformed` makes the error out of what is wrong with the line. */
export function checkGoldLine(line: string, malformed: (why: string) => SteadfastError): GoldOutput {
  const value = parsed(line);
  if (!isRecord(value)) throw malformed("is no JSON object");
  for (const name of ["id", "output", "note"]) if (typeof value[name] !== "string") throw malformed(`has no text ${JSON.stringify(name)}`);
  if (value.verdict !== "pass" && value.verdict !== "fail") throw malformed('has a verdict that is neither "pass" nor "fail"');
  if (typeof value.kind !== "string" || !kinds.includes(value.kind)) throw malformed(`has a kind that is none of ${kinds.join(", ")}`);
  if ((value.verdict === "pass") !== (value.kind === "faithful")) throw malformed(`says ${value.verdict}, but of the kind ${value.kind}`);
  const item = checkItem(value.item);
  if (typeof item === "string") throw malformed(`has a wrong item: ${item}`);
  return value as unknown as GoldOutput;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
