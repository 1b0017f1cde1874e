import { silent, SteadfastError } from "../../../base/index.ts";
import type { Judge, Judgement, PrepareJudgeOptions } from "../judge.ts";
import type { Canary } from "./canary.ts";
import { rightOutputs } from "./right-outputs.ts";
import { wrongOutputs } from "./wrong-outputs.ts";

/** What a judge said of a canary. */
export interface CanaryResult {
  readonly name: string;
  readonly expected: "pass" | "fail";
  readonly judgement: Judgement;
}

/** Every canary: wrong outputs that talk to the judge, and plainly right ones. */
export const canaries: readonly Canary[] = [...wrongOutputs, ...rightOutputs];

const MOST_NAMED = 3;

/**
 * Tries a judge on outputs of known truth before it is trusted with any: wrong ones that say they are right must fail, plainly right
 * ones must pass.
 *
 * @throws SteadfastError `judge-weak` where one comes out otherwise, unless weak judges are allowed; what the judge throws
 * @example
 * await checkJudge(judge, { allowWeak: false, sink });
 */
export async function checkJudge(judge: Pick<Judge, "name" | "judge">, { allowWeak = false, sink = silent, ...options }: PrepareJudgeOptions = {}): Promise<readonly CanaryResult[]> {
  const results = await Promise.all(
    canaries.map(async ({ name, item, output, verdict }): Promise<CanaryResult> => ({ name, expected: verdict, judgement: await judge.judge(item, output, options) })),
  );
  const missed = results.filter(({ expected, judgement }) => judgement.verdict !== expected);
  if (missed.length === 0) return results;
  const sentence = `The judge ${judge.name} is weak: of ${canaries.length} outputs of known truth, ${missed.length === 1 ? "1 came" : `${missed.length} came`} out wrong (${missed.slice(0, MOST_NAMED).map(describe).join("; ")}${missed.length > MOST_NAMED ? "; …" : ""}).`;
  if (!allowWeak) throw new SteadfastError({ code: "judge-weak", sentence, hint: "Take another judge, or give --allow-weak-judge to use this one all the same." });
  sink({ type: "message", level: "warning", text: sentence });
  return results;
}

function describe({ name, expected, judgement }: CanaryResult): string {
  const came = judgement.verdict === "unscored" ? `unscored, ${judgement.cause}` : judgement.verdict;
  return `${name}: ${came} instead of ${expected}`;
}
