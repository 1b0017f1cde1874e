import { SteadfastError } from "../../../base/index.ts";
import type { Price } from "../../../chat/index.ts";
import { type BenchPlan, readPlan } from "../../../dim-bench/index.ts";
import type { CommandContext } from "../../definition/command.ts";
import { flagOf } from "../../definition/option.ts";
import { askingGiven, type BenchOptions } from "./bench-options.ts";

/** A run to go on with. */
export interface ResumedRun {
  readonly id: string;
  readonly plan: BenchPlan;
  /** The options that it was begun with and that still hold, where the command line has no others. */
  readonly kept: { readonly judge: string; readonly seed: number; readonly system?: string; readonly votes?: number; readonly price: readonly (readonly [reference: string, price: Price])[] };
}

/**
 * Finds the run of `--resume`.
 *
 * @throws SteadfastError `bad-value` where options say again, or anew, what is asked; `ledger-missing`, `run-not-found`, `run-ambiguous`, `run-not-begun`
 */
export async function findResumedRun({ options, ledgerToRead }: CommandContext<BenchOptions>, reference: string): Promise<ResumedRun> {
  const [asking] = askingGiven(options);
  if (asking !== undefined) throw new SteadfastError({ code: "bad-value", sentence: `${flagOf(asking)} says what is asked, and a run that is gone on with has its own.`, hint: `Leave it out, or begin a new run: what it asks the same is taken over.` });
  const ledger = await ledgerToRead();
  const run = await ledger.findRun(reference, { kind: "bench" });
  const plan = await readPlan(ledger, run.id);
  const stored = run.options as { judge: string; seed: number; system?: string; votes?: number; price?: ResumedRun["kept"]["price"] };
  const judge = options.judge ?? stored.judge;
  const votes = options.votes ?? (judge === stored.judge ? stored.votes : undefined);
  return {
    id: run.id,
    plan,
    kept: { judge, seed: stored.seed, price: options.price.length > 0 ? options.price : (stored.price ?? []), ...(stored.system === undefined ? {} : { system: stored.system }), ...(votes === undefined ? {} : { votes }) },
  };
}
