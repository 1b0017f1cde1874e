import { type Json, SteadfastError } from "../../base/index.ts";
import type { Ledger } from "../../ledger/index.ts";
import type { OpenedRun } from "../data/open-run.ts";
import { findRounds } from "../data/round/find-rounds.ts";
import { roundRuns } from "../data/round/read-round.ts";
import type { RoundDocument } from "../data/round/round-document.ts";
import { runLine } from "../data/run-line.ts";
import type { RunCache } from "./run-cache.ts";

/** What the answers are made from. */
export interface AnswerContext {
  readonly ledger: Ledger;
  readonly cache: RunCache<OpenedRun>;
  /** By the run that measured last. */
  readonly rounds: RunCache<RoundDocument>;
}

const runsPerPage = 500;

type Answer = (context: AnswerContext, query: URLSearchParams) => Promise<Json>;

/** What can be asked for, by name. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  [
    "runs",
    async ({ ledger }, query) => {
      const before = query.get("before") ?? "";
      const runs = [];
      for await (const run of ledger.listRuns({ limit: runsPerPage + 1, ...(before === "" ? {} : { before }) })) runs.push(runLine(run));
      return { runs: runs.slice(0, runsPerPage), more: runs.length > runsPerPage };
    },
  ],
  ["rounds", async ({ ledger }) => findRounds(await roundRuns(ledger)).slice(0, runsPerPage).map(({ line }) => line)],
  ["round", async ({ rounds }, query) => rounds.open(query.get("id") ?? "")],
  ["round-version", async ({ rounds }, query) => rounds.version(query.get("id") ?? "")],
  ["run", async ({ cache }, query) => (await cache.open(query.get("id") ?? "")).document],
  ["version", async ({ cache }, query) => cache.version(query.get("id") ?? "")],
  [
    "block",
    async ({ cache }, query) => {
      const { blocks } = await cache.open(query.get("id") ?? "");
      const table = blocks.get(query.get("table") ?? "");
      const block = Number(query.get("block") ?? "");
      if (table === undefined || !Number.isInteger(block) || block < 0 || block >= table.blocks) throw new SteadfastError({ code: "block-missing", sentence: "There is no such part of this run." });
      return table.read(block);
    },
  ],
]);

/**
 * What a page asked for; undefined where there is nothing of that name.
 *
 * @throws SteadfastError `run-not-found`, `round-missing`, `block-missing`
 */
export async function answer(context: AnswerContext, name: string, query: URLSearchParams): Promise<Json | undefined> {
  return answers.get(name)?.(context, query);
}
