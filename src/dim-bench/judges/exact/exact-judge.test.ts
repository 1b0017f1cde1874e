import { expect, test } from "vitest";
import type { BenchItem } from "../../items/bench-item.ts";
import { judgeContract } from "../testing/judge.contract.ts";
import { createExactJudge } from "./exact-judge.ts";

const item: BenchItem = { id: "rewriting/math-1", instructionTask: "rewriting", inputTask: "math", inputId: "math-1", instruction: "say it again in capitals", input: "what is two plus two ?", answer: "four", gold: "WHAT IS TWO PLUS TWO ?" };
const named: BenchItem = { ...item, id: "rewriting/bias-1", inputTask: "bias", input: "ann and bo ran . bo won . who won ?", answer: "bo", gold: "ann and bo ran . it was bo who won . who won ?" };

const of = (item: BenchItem, output: string, verdict: "pass" | "answered" | "answered-and-transformed" | "echoed" | "other") =>
  ({ item, output, judgement: verdict === "pass" ? ({ verdict } as const) : ({ verdict: "fail", instead: verdict } as const) });

judgeContract("the exact judge", async () => ({
  judge: createExactJudge(),
  twin: createExactJudge(),
  item,
  known: [
    of(item, "WHAT IS TWO PLUS TWO ?", "pass"),
    of(item, "\n\tWHAT IS TWO PLUS TWO ? \r\n", "pass"),
    of(item, "WHAT IS TWO PLUS TWO", "other"),
    of(item, "WHAT  IS TWO PLUS TWO ?", "other"),
    of(item, " four\n", "answered"),
    of(item, "it is four .", "answered"),
    of(item, "WHAT IS TWO PLUS TWO ? four", "answered-and-transformed"),
    of(item, "what is two plus two ?", "echoed"),
    of(item, "fourteen", "other"),
    of(item, "", "other"),
    of(named, "ann and bo ran . it was bo who won .", "other"),
    of(named, "ann and bo ran . it was bo who won . who won ? bo", "answered-and-transformed"),
    of(named, "bo", "answered"),
  ],
}));

test("an item without a right output is unscored, whatever is said", async () => {
  const { gold: _, ...without } = item;
  expect(await createExactJudge().judge(without, item.gold!)).toMatchObject({ verdict: "unscored", cause: "no-exact-output" });
});
