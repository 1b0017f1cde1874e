import type { RoundDocument } from "../../../data/round/round-document.ts";
import { shortNames } from "../../parts/short-names.ts";

/** What the models of a round are called on its page. */
export function namesOf({ models, steps }: Pick<RoundDocument, "models" | "steps">): (reference: string) => string {
  const names = shortNames([...models.flatMap(({ stages }) => stages.map(({ model }) => model)), ...steps.flatMap(({ from }) => from)]);
  return (reference) => names.get(reference) ?? reference;
}

/** A way in a line: `lab:student → distilled`. */
export function wayName(stages: readonly { readonly model: string }[], nameOf: (reference: string) => string): string {
  return stages.map(({ model }) => nameOf(model)).join(" → ");
}
