import type { EventSink } from "../../base/index.ts";
import type { Judgement } from "../judges/judge.ts";
import type { StageCount, StageCounts } from "./stage-counts.ts";

/** Tells how far a run is, whoever works on it, and what a person should know of at once. */
export interface Reporter {
  answered(finish: "stop" | "length" | "filter", where: string): void;
  judged(judged: { readonly item: { readonly id: string } }, judgement: Judgement): void;
  failed(failure: { readonly what: string; readonly code: string; readonly sentence: string; readonly stop: boolean }): void;
  waiting(claimed: number): void;
  /** Tells the last state. */
  end(): Promise<void>;
}

// Counting reads the whole run's index: not too often.
const period = 1000;

export function createReporter({ sink, count }: { readonly sink: EventSink; readonly count: () => Promise<StageCounts> }): Reporter {
  const unscored = new Map<string, number>();
  let hasWaited = false;
  let isGenerating = true;
  let counting: Promise<void> | undefined;

  const tell = async (): Promise<void> => {
    const { generations, judgements } = await count();
    const left = [...unscored].map(([reason, times]) => `${reason} ${times}`);
    const detail = left.length === 0 ? [] : [`unscored: ${left.join(", ")}`];
    const progress = (task: string, unit: string, { done, failed, total }: StageCount, said: readonly string[]): void =>
      sink({ type: "progress", task, done: done + failed, total, unit, ...(said.length === 0 ? {} : { detail: said.join("; ") }) });
    // Its last state is told once more, so that it does not end on an earlier one.
    if (isGenerating) progress("generating", "answers", generations, [...(judgements.total > 0 ? [`${judgements.done} judged`] : []), ...detail]);
    isGenerating = isGenerating && generations.waiting > 0;
    if (!isGenerating) progress("judging", "judgements", judgements, detail);
  };
  const timer = setInterval(() => {
    // Where the ledger fails, the work itself says so.
    counting ??= tell().catch(() => {}).finally(() => (counting = undefined));
  }, period);

  const note = (reason: string, sentence: string): void => {
    const times = unscored.get(reason) ?? 0;
    unscored.set(reason, times + 1);
    if (times === 0) sink({ type: "message", level: "warning", text: `Unscored (${reason}): ${sentence} Others of this kind are counted.` });
  };

  return {
    answered: (finish, where) => {
      if (finish === "length") note("truncated-by-limit", `the answer to ${where} was cut at its limit of tokens.`);
      if (finish === "filter") note("filtered", `the provider declined to answer ${where}.`);
    },
    judged: ({ item }, judgement) => {
      if (judgement.verdict === "unscored") note(judgement.cause, `${item.id}: ${judgement.reason}`);
    },
    failed: ({ what, code, sentence, stop }) => {
      if (stop) sink({ type: "message", level: "warning", text: `Nothing more is asked of ${what} for now: ${sentence}` });
      else note(code, `${what}: ${sentence}`);
    },
    waiting: (claimed) => {
      if (!hasWaited) sink({ type: "message", level: "info", text: `Waiting for ${claimed} ${claimed === 1 ? "piece" : "pieces"} of work that another process has in hand; if it was killed, until its claims end.` });
      hasWaited = true;
    },
    end: async () => {
      clearInterval(timer);
      await counting;
      await tell().catch(() => {});
    },
  };
}
