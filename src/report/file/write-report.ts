import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type EventSink, type Json, silent, writeFileAtomically } from "../../base/index.ts";
import type { Ledger, Run } from "../../ledger/index.ts";
import { openRun } from "../data/open-run.ts";
import { findRounds } from "../data/round/find-rounds.ts";
import { readRound } from "../data/round/read-round.ts";
import { runLine } from "../data/run-line.ts";
import { splitPage } from "../page/assemble-page.ts";
import { loadPage } from "../page/load-page.ts";

/** @see writeReport */
export interface WriteReportOptions {
  readonly ledger: Ledger;
  /** At least one. */
  readonly runs: readonly Run[];
  readonly out: string;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface WrittenReport {
  readonly path: string;
  readonly bytes: number;
  readonly runs: number;
}

const compress = promisify(gzip);

/**
 * Writes runs and all that they hold into one HTML file, which shows them without a network and without anything beside it. The file
 * appears whole or not at all; blocks of texts pass through memory one by one. Where the runs make a round, so that something was measured,
 * treated and measured again, it has a page for that.
 *
 * @throws SteadfastError those of `writeFileAtomically` and of the ledger, `report-build` in a clone without Vite; the signal's reason
 * @example
 * const { path } = await writeReport({ ledger, runs: [await ledger.findRun("latest")], out: "report.html" });
 */
export async function writeReport({ ledger, runs, out, sink = silent, signal }: WriteReportOptions): Promise<WrittenReport> {
  const [before, after] = splitPage(await loadPage());
  let bytes = 0;
  async function* pieces(): AsyncGenerator<string> {
    for await (const piece of content()) {
      signal?.throwIfAborted();
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  async function* content(): AsyncGenerator<string> {
    yield before;
    yield `<script type="application/json" id="steadfast-runs">${scriptJson(runs.map(runLine).sort((a, b) => b.createdAt - a.createdAt))}</script>\n`;
    const rounds = findRounds(runs);
    yield await part("rounds", rounds.map(({ line }) => line));
    for (const round of rounds) yield await part(`round/${round.line.id}`, await readRound(ledger, round));
    for (const run of runs) {
      sink({ type: "message", level: "info", text: `Reading the run ${run.id}.` });
      const { document, blocks } = await openRun(ledger, run);
      yield await part(`${run.id}/document`, document);
      const total = blocks.values().reduce((sum, table) => sum + table.blocks, 0);
      let done = 0;
      for (const { name, blocks: count, read } of blocks.values()) {
        for (let block = 0; block < count; block++) {
          yield await part(`${run.id}/${name}/${block}`, await read(block));
          done += 1;
          sink({ type: "progress", task: `writing ${run.id}`, done, total, unit: "blocks" });
        }
      }
    }
    yield after;
  }
  await writeFileAtomically(out, pieces());
  return { path: out, bytes, runs: runs.length };
}

/** A part of the data: JSON, compressed, in base 64. Its name goes into an attribute. */
async function part(name: string, value: Json): Promise<string> {
  const packed = (await compress(JSON.stringify(value))).toString("base64");
  return `<script type="text/plain" data-part="${attribute(name)}">${packed}</script>\n`;
}

/** JSON that no HTML parser takes for anything but the text of a script. */
export function scriptJson(value: Json): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`).replaceAll(">", String.raw`\u003e`).replaceAll("&", String.raw`\u0026`).replaceAll("\u2028", String.raw`\u2028`).replaceAll("\u2029", String.raw`\u2029`);
}

/** Text for an attribute in double quotes. What HTML would replace is written as its number; NUL and lone surrogates, which it cannot hold, as U+FFFD. */
function attribute(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd").replaceAll(/[&"<>\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
