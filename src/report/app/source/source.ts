import type { Json } from "../../../base/index.ts";
import type { RunDocument, RunLine } from "../../data/document.ts";

/** Where the pages have their data from: what is embedded in their file, or a viewer that is running. */
export interface Source {
  /** Whether what it gives may change. */
  readonly live: boolean;
  /** Newest first. */
  runs(): Promise<readonly RunLine[]>;
  run(id: string): Promise<RunDocument>;
  /** Changes with whatever is written to the run. */
  version(id: string): Promise<string>;
  /** Rows of a run that are read on demand. */
  block(run: string, table: string, block: number): Promise<Json>;
}

/** What a source cannot give, as a sentence for people. */
export class SourceError extends Error {}
