import type { Json } from "../../../base/index.ts";
import type { RunDocument, RunLine } from "../../data/document.ts";
import type { RoundDocument, RoundLine } from "../../data/round/round-document.ts";

/** Where the pages have their data from: what is embedded in their file, or a viewer that is running. */
export interface Source {
  /** Whether what it gives may change. */
  readonly live: boolean;
  /** Newest first. */
  runs(): Promise<readonly RunLine[]>;
  /** Newest first. */
  rounds(): Promise<readonly RoundLine[]>;
  round(id: string): Promise<RoundDocument>;
  /** Changes with whatever is written to the run that a round is named by. */
  roundVersion(id: string): Promise<string>;
  run(id: string): Promise<RunDocument>;
  /** Changes with whatever is written to the run. */
  version(id: string): Promise<string>;
  /** Rows of a run that are read on demand. */
  block(run: string, table: string, block: number): Promise<Json>;
}

/** What a source cannot give, as a sentence for people. */
export class SourceError extends Error {}
