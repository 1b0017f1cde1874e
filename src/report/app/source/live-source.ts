import type { Json } from "../../../base/index.ts";
import type { RunDocument, RunLine } from "../../data/document.ts";
import type { RoundDocument, RoundLine } from "../../data/round/round-document.ts";
import { type Source, SourceError } from "./source.ts";

/** A viewer that is running; addresses are relative, so that they hold its token. */
export const liveSource: Source = {
  live: true,
  runs: async () => {
    const runs: RunLine[] = [];
    for (let before = ""; ; ) {
      const page = (await get(`api/runs?before=${before}`)) as { readonly runs: readonly RunLine[]; readonly more: boolean };
      runs.push(...page.runs);
      if (!page.more) return runs;
      before = page.runs.at(-1)!.id;
    }
  },
  rounds: async () => (await get("api/rounds")) as readonly RoundLine[],
  round: async (id) => (await get(`api/round?id=${encodeURIComponent(id)}`)) as RoundDocument,
  roundVersion: async (id) => (await get(`api/round-version?id=${encodeURIComponent(id)}`)) as string,
  run: async (id) => (await get(`api/run?id=${encodeURIComponent(id)}`)) as RunDocument,
  version: async (id) => (await get(`api/version?id=${encodeURIComponent(id)}`)) as string,
  block: async (run, table, block) => (await get(`api/block?id=${encodeURIComponent(run)}&table=${encodeURIComponent(table)}&block=${block}`)) as Json,
};

async function get(address: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, { cache: "no-store", credentials: "omit" });
  } catch {
    throw new SourceError("The viewer does not answer: it may have been ended. Start it again with: steadfast view");
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new SourceError((body as { readonly error?: string } | null)?.error ?? `The viewer answered with ${response.status}.`);
  return body;
}
