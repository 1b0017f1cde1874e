import type { Json } from "../../../base/index.ts";

/** One thing that `steadfast doctor` looked at. */
export interface Finding {
  /** Stable, kebab-case, for programs. */
  name: string;
  /** A problem keeps steadfast from working here; a warning is something that a user may want to know. */
  status: "ok" | "warning" | "problem";
  /** Looked for, not here, and not needed: neither good nor bad. */
  absent?: true;
  /** What was found, in one line. */
  text: string;
  /** What to do about it. */
  hint?: string;
  /** The same as values, for programs. */
  values: { readonly [key: string]: Json };
}
