import { unsolvable } from "./failure.ts";

/** The options of a question, in their order. */
export function optionsOf(input: string): string[] {
  return input.split(/ \([a-c]\) /).slice(1);
}

/** The one option that holds. */
export function onlyOption(input: string, holds: (option: string) => boolean): string {
  const held = optionsOf(input).filter(holds);
  if (held.length !== 1) throw unsolvable(`${held.length} options are right`, input);
  return held[0]!;
}

export function isUnknown(option: string): boolean {
  return /^(?:unknown|not known|nobody knows)$/.test(option);
}
