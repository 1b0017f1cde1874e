import type { EventSink } from "../../base/index.ts";

/** Who listens, and who may end it. */
export interface RepairContext {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** Which model is to be repaired. */
export interface OpenRepairInput {
  /** `hf:org/name[@revision]`, `./folder` or `lab:name`. */
  readonly reference: string;
  readonly offline?: boolean;
  readonly threads?: number;
}
