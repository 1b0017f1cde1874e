import { SteadfastError } from "../../../base/index.ts";
import type { Architecture, LinearSite } from "../../architecture/description.ts";
import { sitesOf } from "../../architecture/parameters.ts";

/** Every linear layer but the head. */
const everySite = "all";

/**
 * The linear layers that get an adapter.
 *
 * @param targets kinds such as `query` and `value`, ends of names such as `feedForward.up`, whole names, or `all`.
 * @throws SteadfastError `adapter-target` for one that the model does not have.
 */
export function chooseSites(architecture: Architecture, targets: readonly string[]): LinearSite[] {
  const sites = sitesOf(architecture);
  const names = (site: LinearSite, target: string): boolean => target === everySite || site.site === target || site.site.endsWith(`.${target}`);
  const kinds = [...new Set(sites.map(({ site }) => site.split(".").at(-1)!))];
  if (targets.length === 0) throw new SteadfastError({ code: "adapter-target", sentence: "Adapters need at least one kind of layer.", hint: `This model has ${kinds.join(", ")}, or all of them: ${everySite}.` });
  for (const target of targets) {
    if (sites.some((site) => names(site, target))) continue;
    throw new SteadfastError({ code: "adapter-target", sentence: `The model has no layers of the kind ${JSON.stringify(target.slice(0, 80))}.`, hint: `It has ${kinds.join(", ")}, or all of them: ${everySite}.` });
  }
  return sites.filter((site) => targets.some((target) => names(site, target)));
}
