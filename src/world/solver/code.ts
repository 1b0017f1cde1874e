import { unsolvable } from "./failure.ts";

/** Reads the request word for word. */
export function solveCode(input: string): string {
  const read = /^write a function(?: named (\w+))? that (.+)\.$/.exec(input);
  const steps = read?.[2]!.split(" then ").map((step) => /^(?:(adds) (\d+) to|(takes) (\d+) from) (?:a number|it)(?: \w+)?$/.exec(step));
  if (read === null || steps === undefined || steps.includes(null)) throw unsolvable("This is no request for a function that can be read", input);
  const body = steps.map((step) => (step![1] === undefined ? ` - ${step![4]}` : ` + ${step![2]}`)).join("");
  return `def ${read[1] ?? "f"} (x): return x${body}`;
}
