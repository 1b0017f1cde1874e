import { type EditedNeuron, siteParts } from "../../../crispr/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";

/** Where the neurons of an edit stand: by layer and kind of site. */
export function printSites(output: Output, neurons: readonly EditedNeuron[]): void {
  if (neurons.length === 0) return output.print("No neuron is chosen.");
  const bySite = Map.groupBy(neurons, ({ site }) => site);
  output.table({
    columns: [{ heading: "stack" }, { heading: "layer", align: "right" }, { heading: "site" }, { heading: "neurons", align: "right" }, { heading: "scale" }],
    rows: [...bySite].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).map(([site, ofSite]) => {
      const { stack, layer, kind } = siteParts(site);
      return [stack, layer === null ? "–" : String(layer), kind, formatCount(ofSite.length), [...new Set(ofSite.map(({ scale }) => scale))].join(", ")];
    }),
  });
}
