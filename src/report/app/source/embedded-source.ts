import type { Json } from "../../../base/index.ts";
import type { RunDocument, RunLine } from "../../data/document.ts";
import type { RoundDocument, RoundLine } from "../../data/round/round-document.ts";
import { type Source, SourceError } from "./source.ts";

/** The data that stand in this very file; null where there are none, so that a viewer must have served it. */
export function embeddedSource(page: Document): Source | null {
  const list = page.querySelector("#steadfast-runs");
  if (list === null) return null;
  const runs = JSON.parse(list.textContent) as readonly RunLine[];
  const read = (name: string): Promise<unknown> => {
    const element = page.querySelector(`script[data-part="${CSS.escape(name)}"]`);
    if (element === null) throw new SourceError("This file does not hold that part of its data: it may have been cut.");
    return unpack(element.textContent);
  };
  return {
    live: false,
    runs: async () => runs,
    rounds: async () => (await read("rounds")) as readonly RoundLine[],
    round: async (id) => (await read(`round/${id}`)) as RoundDocument,
    roundVersion: async () => "",
    run: async (id) => {
      if (!runs.some((run) => run.id === id)) throw new SourceError(`This file does not hold the run ${id}.`);
      return (await read(`${id}/document`)) as RunDocument;
    },
    version: async () => "",
    block: async (run, table, block) => (await read(`${run}/${table}/${block}`)) as Json,
  };
}

/** JSON that was compressed by gzip and written in base 64. */
async function unpack(text: string): Promise<unknown> {
  const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
