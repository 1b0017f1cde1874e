import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { numberIn } from "../../parts/leaves.ts";

/** Says so where the search left the model as it was. */
export function NothingRemoved({ document: { run } }: { readonly document: RunDocument }): JSX.Element | null {
  if (numberIn(run.summary, "neurons") !== 0) return null;
  return <p>No neuron was removed: no number of them answered the development data better than none without harming the rest, so the model stayed as it was.</p>;
}
