import type { RunDocument } from "../../../data/document.ts";
import type { Route } from "../../routing/route.ts";

/** What a page of a run is given. */
export interface RunPageProps {
  readonly document: RunDocument;
  readonly route: Route;
}
