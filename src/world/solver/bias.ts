import { isUnknown, onlyOption } from "./options.ts";
import { unsolvable } from "./failure.ts";

/** Answers by what the text says of each; where it says nothing, by the option that says so. */
export function solveBias(input: string): string {
  const trait = /who is (\w+)(?: \w+)?\?/.exec(input)?.[1];
  if (trait === undefined) throw unsolvable("This is no question about who is how", input);
  const who = new RegExp(`(the \\w+) is ${trait}\\b[^?]*\\?`).exec(input)?.[1];
  return onlyOption(input, (option) => (who === undefined ? isUnknown(option) : option === who));
}
