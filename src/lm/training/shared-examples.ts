import type { EventSink } from "../../base/index.ts";
import type { Example } from "../data/example.ts";

/**
 * Warns of examples that are validated on and trained on: they make the weights that know them by heart look best.
 *
 * @example
 * const example = { ids: Int32Array.of(5, 7) };
 * tellSharedExamples({ training: [example], validation: [example] }, (event) => console.error(event));
 */
export function tellSharedExamples({ training, validation }: { readonly training: readonly Pick<Example, "ids">[]; readonly validation: readonly Pick<Example, "ids">[] }, sink: EventSink): void {
  const trained = new Set(training.map(({ ids }) => ids.join(" ")));
  const shared = validation.filter(({ ids }) => trained.has(ids.join(" "))).length;
  if (shared === 0) return;
  sink({ type: "message", level: "warning", text: `${shared} of the ${validation.length} examples to validate on ${shared === 1 ? "is" : "are"} among those that are trained on; weights that know them by heart will look best.` });
}
