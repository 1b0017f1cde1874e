import type { InsteadKind } from "../judge.ts";
import type { Facts } from "./facts/facts.ts";

/** Something that every output has to keep, whatever else it does. One small file each. */
export interface Rule {
  /** What it asks, in kebab-case: `options-kept`. An output that keeps it gets the answer yes. */
  readonly name: string;
  /** What an output that breaks it did instead. */
  readonly instead: InsteadKind;
  /** Why the output breaks it, as a sentence; null where it keeps it, or where the rule has nothing to say of such an item. */
  broken(facts: Facts): string | null;
}
