import type { RunDocument } from "../../../data/document.ts";

/** What a run is called beside others: a distillation by its method, any other by its kind. */
export function runName({ run: { kind, summary } }: Pick<RunDocument, "run">): string {
  const method = typeof summary === "object" && summary !== null && !Array.isArray(summary) ? (summary as { readonly method?: unknown }).method : undefined;
  return typeof method === "string" ? method : kind;
}
