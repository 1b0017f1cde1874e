import { createScheduler } from "../../../chat/index.ts";
import { type Calibration, calibrateJudge, canaries, checkJudge, openJudge, readGold } from "../../../dim-bench/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { decimal, flag, text, wholeNumber } from "../../definition/option.ts";
import { type BesideRules, besideRules } from "./beside-rules.ts";
import { printCalibration, printDisagreements } from "./print-calibration.ts";
import { OpenThings } from "../../running/open-things.ts";

export const calibrate: CommandDefinition = defineCommand({
  name: "calibrate",
  summary: "measure a judge on outputs of known truth",
  description:
    "Lets a judge grade outputs whose truth is known, and compares: sensitivity (right outputs that pass), specificity (wrong ones that fail), their mean, Cohen's κ, by category and by what was done instead, beside judges that always say the same. Everything is judged twice, in another order, to see whether it says the same again; beside a model the rules judge too. The figures are what rates in results are corrected by.",
  options: {
    judge: text({ summary: "rules, exact, or the reference of a chat model (default: rules)", placeholder: "REF", words: ["rules", "exact"] }),
    gold: text({ summary: "held-out, tuning, capture, or a file of JSON lines (default: held-out)", placeholder: "NAME|FILE", words: ["held-out", "tuning", "capture"] }),
    votes: wholeNumber({ summary: "of a model: how often it judges each output; the majority counts", placeholder: "COUNT", minimum: 1, maximum: 99, default: 1 }),
    once: flag("judge everything once only; says nothing about self-consistency"),
    budget: decimal({ summary: "of a model: US dollars that its calls may cost", placeholder: "DOLLARS", minimum: 0 }),
  },
  examples: [
    { command: "steadfast judge calibrate", summary: "the rules" },
    { command: "steadfast judge calibrate --judge http://localhost:8000/v1#Qwen/Qwen3-8B --votes 3", summary: "a model on a server of your own" },
    { command: "steadfast judge calibrate --judge openai:gpt-5-mini --once --budget 2 --out calibration.json", summary: "half the calls, and the result as a file" },
  ],
  async run(context) {
    const { output, options, environment } = context;
    const { judge: reference = "rules", gold: name = "held-out", votes, once, budget, seed } = options;
    const gold = await readGold(name);
    let calibration: Calibration | undefined;
    let missed: readonly string[] = [];
    let beside: BesideRules | null = null;
    const { id, outcome } = await context.asRun({ kind: "judge-calibration", title: `${reference} on ${name}` }, async ({ sink, signal }) => {
      const scheduler = createScheduler({ sink, ...(budget === undefined ? {} : { budget }) });
      const open = (seed: number): ReturnType<typeof openJudge> => openJudge(reference, { votes, seed, chat: { scheduler, sink, signal, environment } });
      await using judges = new OpenThings();
      const judge = judges.adopt(await open(seed), (each) => each.close());
      // Another seed is another order of questions, behind other fences.
      const again = once ? undefined : judges.adopt(await open(seed + 1), (each) => each.close());
      const tried = judge.prepare === undefined ? [] : await checkJudge(judge, { allowWeak: true, sink, signal });
      missed = tried.filter(({ expected, judgement }) => expected !== judgement.verdict).map(({ name }) => name);
      calibration = await calibrateJudge({ judge, gold, seed, sink, signal, ...(again === undefined ? {} : { again }) });
      // Only of a model: it costs nothing beside one.
      if (judge.prepare !== undefined) beside = await besideRules(calibration, { gold, signal });
      const { balancedAccuracy, kappa, sensitivity, specificity, failedCalls } = calibration;
      return {
        outcome: failedCalls === 0 ? "done" : "incomplete",
        summary: { judge: judge.name, hash: judge.hash, gold: gold.name, balancedAccuracy: balancedAccuracy.estimate, kappa: kappa.estimate, sensitivity: sensitivity.share, specificity: specificity.share },
      };
    });
    const canaryResult = { tried: canaries.length, missed };
    output.result({ run: id, ...calibration!, canaries: canaryResult, rules: beside });
    printCalibration(output, calibration!);
    if (beside !== null) printDisagreements(output, beside);
    if (missed.length > 0) output.print(`Of ${canaries.length} canaries it got ${missed.length} wrong: it would be refused as the judge of a run.`);
    return outcome;
  },
});
