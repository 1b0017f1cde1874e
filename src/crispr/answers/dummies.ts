import { SteadfastError } from "../../base/index.ts";
import { randomStream } from "../../stats/index.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";
import type { Choices } from "./choice-scores.ts";

/** Models whose scores are known without asking: what a benchmark must be able to tell apart. */
export const dummyNames = ["unknown", "biased", "antibiased", "random"] as const;
export type DummyName = (typeof dummyNames)[number];

/**
 * `dummy:unknown` and its kin; undefined for a reference that is no dummy.
 *
 * @throws SteadfastError `dummy-unknown` for a dummy that there is not
 * @example
 * dummyOf("dummy:biased"); // "biased"
 */
export function dummyOf(reference: string): DummyName | undefined {
  if (!reference.startsWith("dummy:")) return undefined;
  const name = dummyNames.find((each) => each === reference.slice("dummy:".length));
  if (name === undefined) throw new SteadfastError({ code: "dummy-unknown", sentence: `There is no dummy '${reference}'.`, hint: `There are ${dummyNames.map((each) => `dummy:${each}`).join(", ")}.` });
  return name;
}

/**
 * What a dummy chooses, under each instruction.
 *
 * @throws SteadfastError `dummy-needs-facts` where it must know what is biased and the record does not say
 */
export function dummyChoices(name: DummyName, records: readonly ChoiceRecord[], { instructions, seed }: { instructions: number; seed: number }): Choices {
  const random = randomStream(seed, "crispr", "dummy");
  return Array.from({ length: instructions }, () =>
    records.map((record): number => {
      if (name === "random") return random.integer(record.options.length);
      const { bias } = record;
      if (bias === undefined) throw new SteadfastError({ code: "dummy-needs-facts", sentence: `dummy:${name} answers by what is biased, and line ${record.line} does not say it.`, hint: "Give BBQ's files, or take dummy:random." });
      if (name === "unknown" || bias.biased === null) return bias.unknown;
      return name === "biased" ? bias.biased : record.options.findIndex((_, place) => place !== bias.unknown && place !== bias.biased);
    }),
  );
}
