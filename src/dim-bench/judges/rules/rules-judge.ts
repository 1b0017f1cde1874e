import { contentHash } from "../../../base/index.ts";
import { loadLanguageIdentifier } from "../../../text/index.ts";
import type { Judge, JudgeAnswer, Judgement } from "../judge.ts";
import { factsOf } from "./facts/facts.ts";
import { insteadOfRules } from "./instead-of-rules.ts";
import { rules } from "./rules.ts";
import { rulesVersion } from "./version.ts";

/**
 * The judge that needs no model: a list of rules, each of which an output keeps or breaks. Offline, free, the same each time; how
 * often it errs is measured on outputs of known truth. It loads what tells languages apart (half a second, 200 MB).
 *
 * @example
 * const judge = await createRulesJudge();
 * const { verdict, reason } = await judge.judge(item, output);
 */
export async function createRulesJudge(): Promise<Judge> {
  const identify = await loadLanguageIdentifier();
  return {
    name: "rules",
    hash: contentHash({ judge: "rules", version: rulesVersion }),
    judge: async (item, output, { signal } = {}): Promise<Judgement> => {
      signal?.throwIfAborted();
      const facts = factsOf(item, output, identify);
      const answers = rules.map((rule): JudgeAnswer => {
        const reason = rule.broken(facts);
        return { question: rule.name, expected: "yes", given: reason === null ? "yes" : "no", reason: reason ?? "It is so." };
      });
      const broken = answers.filter(({ given }) => given === "no");
      if (broken.length === 0) return { verdict: "pass", reason: "It keeps every rule.", answers };
      return { verdict: "fail", instead: insteadOfRules(facts, new Set(broken.map(({ question }) => question))), reason: broken[0]!.reason, answers };
    },
    close: async () => {},
  };
}
