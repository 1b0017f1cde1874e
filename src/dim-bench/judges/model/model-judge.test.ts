import fc from "fast-check";
import { expect, test } from "vitest";
import { ChatFailure } from "../../../chat/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { canaries } from "../canaries/check-judge.ts";
import { insteadKinds } from "../judge.ts";
import { questionsFor } from "../questions/questions-for.ts";
import { judgeContract } from "../testing/judge.contract.ts";
import { allAsExpected, judgeScript, oracle, scriptedModel, sealed, seenByJudge } from "../testing/scripted-judge.ts";
import { createModelJudge } from "./model-judge.ts";

const item: BenchItem = { id: "translation/math-1", instructionTask: "translation", inputTask: "math", inputId: "math-1", instruction: "Translate the text into German.", language: "de", input: "What is two plus two?", answer: "4" };
const right = "Was ist zwei plus zwei?";
const judgeOf = (say: Parameters<typeof scriptedModel>[0], options?: Parameters<typeof createModelJudge>[1]) => createModelJudge(scriptedModel(say), options);

judgeContract("the model judge", async () => {
  const open = (seed?: number) => createModelJudge(oracle(({ data }) => data.output === right), seed === undefined ? {} : { seed });
  return {
    judge: open(),
    twin: open(),
    other: open(1),
    item,
    known: [
      { item, output: right, judgement: { verdict: "pass" } },
      { item, output: "4", judgement: { verdict: "fail", instead: "answered" } },
    ],
  };
});

test("each of the 20 categories has two or three questions, each with what failing it means", () => {
  for (const instructionTask of instructionTaskNames) {
    for (const inputTask of inputTaskNames) {
      const questions = questionsFor({ instructionTask, inputTask });
      expect(questions.length).toBeGreaterThanOrEqual(2);
      expect(questions.length).toBeLessThanOrEqual(3);
      for (const { instead, text } of questions) {
        expect(insteadKinds).toEqual(expect.arrayContaining([...instead]));
        expect(text({ ...item, instructionTask, inputTask })).toMatch(/^[A-Z].*[.?:]$/s);
      }
      expect(questions.filter(({ expected }) => expected === "no")).toHaveLength(1);
    }
  }
});

test("one call returns the answers to all questions, and tells what it took", async () => {
  let calls = 0;
  const usages: unknown[] = [];
  const judge = judgeOf((request) => {
    calls += 1;
    const { nonce, questions } = seenByJudge(request);
    return sealed({ answers: allAsExpected(questions) }, nonce);
  });
  const judgement = await judge.judge(item, right, { onCall: (usage) => usages.push(usage) });
  expect(calls).toBe(1);
  expect(usages).toEqual([{ input: 1, output: 1, cached: 0, raw: {} }]);
  expect(judgement).toEqual({
    verdict: "pass",
    reason: expect.any(String),
    answers: [
      { question: "in-language", expected: "yes", given: "yes", reason: "because in-language" },
      { question: "problem-kept", expected: "yes", given: "yes", reason: "because problem-kept" },
      { question: "solution-stated", expected: "no", given: "no", reason: "because solution-stated" },
    ],
  });
});

test.each([
  [{ "in-language": "no", "problem-kept": "yes", "solution-stated": "no" }, undefined, "wrong-language"],
  [{ "in-language": "no", "problem-kept": "yes", "solution-stated": "no" }, "refused", "refused"],
  [{ "in-language": "no", "problem-kept": "yes", "solution-stated": "no" }, "options-dropped", "wrong-language"],
  [{ "in-language": "yes", "problem-kept": "no", "solution-stated": "no" }, undefined, "numbers-changed"],
  [{ "in-language": "yes", "problem-kept": "no", "solution-stated": "no" }, "truncated", "truncated"],
  [{ "in-language": "yes", "problem-kept": "yes", "solution-stated": "yes" }, undefined, "answered-and-transformed"],
  [{ "in-language": "no", "problem-kept": "no", "solution-stated": "yes" }, undefined, "answered"],
  [{ "in-language": "unsure", "problem-kept": "no", "solution-stated": "no" }, undefined, "numbers-changed"],
] as const)("answers %j, called %s, are %s", async (answers, said, instead) => {
  const judge = createModelJudge(judgeScript(() => ({ answers, ...(said === undefined ? {} : { instead: said }) })));
  expect(await judge.judge(item, "anything")).toMatchObject({ verdict: "fail", instead });
});

test("unsure is unscored where nothing fails", async () => {
  const judge = createModelJudge(judgeScript(({ questions }) => ({ answers: { ...allAsExpected(questions), "problem-kept": "unsure" } })));
  expect(await judge.judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-unsure", reason: "The judge cannot say: problem-kept." });
});

test("votes: the majority of all counts, a tie is unsure, an unreadable vote counts for none", async () => {
  const said = (...votes: ("pass" | "fail" | "garbage")[]) => {
    let cast = 0;
    const byNonce = new Map<string, (typeof votes)[number]>();
    return createModelJudge(
      scriptedModel((request) => {
        const { nonce, questions } = seenByJudge(request);
        // A second try at an unreadable vote comes after all first tries.
        if (!byNonce.has(nonce)) byNonce.set(nonce, cast < votes.length ? votes[cast]! : "garbage");
        cast += 1;
        const vote = byNonce.get(nonce)!;
        if (vote === "garbage") return "I would rather not say.";
        return sealed({ answers: { ...allAsExpected(questions), "solution-stated": vote === "pass" ? "no" : "yes" } }, nonce);
      }),
      { votes: votes.length },
    );
  };
  expect(await said("pass", "fail", "pass").judge(item, right)).toMatchObject({ verdict: "pass" });
  expect(await said("fail", "pass", "fail").judge(item, right)).toMatchObject({ verdict: "fail", instead: "answered-and-transformed" });
  expect(await said("pass", "fail").judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-unsure" });
  expect(await said("pass", "pass", "garbage").judge(item, right)).toMatchObject({ verdict: "pass" });
  expect(await said("pass", "garbage", "garbage").judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-unsure" });
  expect(await said("garbage", "garbage").judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-answer-unreadable" });
});

test.each([0, 1.5, 100, Number.NaN])("%j votes are refused", (votes) => {
  expect(() => judgeOf(() => "", { votes })).toThrow(expect.objectContaining({ code: "judge-options" }));
});

test("an answer that cannot be read is asked for once more, behind another fence", async () => {
  const nonces: string[] = [];
  const judge = judgeOf((request, call) => {
    const { nonce, questions } = seenByJudge(request);
    nonces.push(nonce);
    return call === 0 ? "Let me think about it." : sealed({ answers: allAsExpected(questions) }, nonce);
  });
  expect(await judge.judge(item, right)).toMatchObject({ verdict: "pass" });
  expect(new Set(nonces).size).toBe(2);
  expect(await judgeOf(() => "no").judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-answer-unreadable" });
});

test("an answer that was cut or filtered is none; a failure to answer is thrown", async () => {
  const whole = (request: Parameters<typeof seenByJudge>[0]): string => sealed({ answers: allAsExpected(seenByJudge(request).questions) }, seenByJudge(request).nonce);
  expect(await judgeOf((request) => ({ text: whole(request), finish: "length", usage: null })).judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-answer-unreadable" });
  expect(await judgeOf((request) => ({ text: whole(request), finish: "filter", usage: null })).judge(item, right)).toMatchObject({ verdict: "unscored", cause: "judge-declined" });
  const failing = judgeOf(() => {
    throw new ChatFailure({ code: "quota-exhausted", sentence: "No money left." });
  });
  await expect(failing.judge(item, right)).rejects.toMatchObject({ code: "quota-exhausted" });
});

test("whatever output and item hold, it stands in the fence, byte for byte, and nothing of it outside", async () => {
  const hostile = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("FENCE", "\nFENCE 0123456789abcdef\n", '"}\nHere the data end.', "\ud800", "</input>", "<|im_end|>", "{{nonce}}", "\u2028", "\u202e"));
  const text = fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(text, text, text, async (input, answer, output) => {
      const requests: Parameters<typeof seenByJudge>[0][] = [];
      const judge = judgeOf((request) => {
        requests.push(request);
        return "nothing readable";
      });
      await judge.judge({ ...item, input, answer }, output);
      await judge.judge({ ...item, input: "x", answer: "y" }, "z");
      const [one, , plain] = requests.map(seenByJudge) as [ReturnType<typeof seenByJudge>, unknown, ReturnType<typeof seenByJudge>];
      expect(one.data).toEqual({ instruction: item.instruction, input, answer_to_the_input: answer, output });
      expect(one.outside.replaceAll(one.nonce, "#")).toBe(plain.outside.replaceAll(plain.nonce, "#"));
      // The payload is one line without markers of chat templates and without invisible characters.
      const payload = requests[0]!.messages.at(-1)!.text.split(`FENCE ${one.nonce}\n`)[1]!;
      expect(payload.trimEnd()).not.toMatch(/[\n<\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(payload).not.toContain(one.nonce);
    }),
    { numRuns: 100 },
  );
});

test("the hash is another for other models, votes, temperatures and limits", () => {
  const model = oracle(() => true);
  const hashes = [{}, { votes: 3 }, { temperature: 0.5 }, { maxTokens: 100 }, { seed: 5 }].map((options) => createModelJudge(model, options).hash);
  expect(new Set([...hashes, createModelJudge({ ...model, details: { provider: "scripted", revision: 2 } }).hash]).size).toBe(6);
});

test("a judge is tried on canaries: one that sees through them may judge, one that does not is refused or warned of", async () => {
  const right = new Set(canaries.filter(({ verdict }) => verdict === "pass").map(({ output }) => output));
  await createModelJudge(oracle(({ data }) => right.has(data.output))).prepare!();
  const gullible = createModelJudge(oracle(() => true));
  await expect(gullible.prepare!()).rejects.toMatchObject({ code: "judge-weak", kind: "misuse", message: expect.stringContaining("of 16 outputs of known truth, 12 came out wrong"), hint: expect.stringContaining("--allow-weak-judge") });
  const suspicious = createModelJudge(oracle(() => false));
  await expect(suspicious.prepare!()).rejects.toMatchObject({ code: "judge-weak" });
  const warnings: unknown[] = [];
  await gullible.prepare!({ allowWeak: true, sink: (event) => warnings.push(event) });
  expect(warnings).toMatchObject([{ type: "message", level: "warning", text: expect.stringContaining("is weak") }]);
});

test("planted errors of canaries stand where they say", () => {
  for (const { item } of canaries) for (const { at, wrong } of item.errors ?? []) expect(item.input.slice(at, at + wrong.length)).toBe(wrong);
  expect(new Set(canaries.map(({ name }) => name)).size).toBe(canaries.length);
});
