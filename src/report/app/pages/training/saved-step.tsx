import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { formatCount } from "../../parts/figures.ts";
import { numberIn } from "../../parts/leaves.ts";

/** Which weights were kept: those of the best validation, which may be the ones that it began with. */
export function SavedStep({ document: { run } }: { readonly document: RunDocument }): JSX.Element | null {
  const [best, steps] = [numberIn(run.summary, "best"), numberIn(run.summary, "steps")];
  if (best === null || steps === null) return null;
  return <p>{best === 0 ? `Saved are the weights that it began with: no later validation was better than the one before the first of ${formatCount(steps)} steps.` : `Saved are the weights after step ${formatCount(best)} of ${formatCount(steps)}, the best by validation.`}</p>;
}
