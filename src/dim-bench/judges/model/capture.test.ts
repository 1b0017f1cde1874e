import { beforeAll, expect, test } from "vitest";
import type { ChatRequest } from "../../../chat/index.ts";
import type { GoldOutput } from "../calibration/gold-output.ts";
import { readGold } from "../calibration/read-gold.ts";
import { allAsExpected, oracle, scriptedModel, sealed, seenByJudge } from "../testing/scripted-judge.ts";
import { createModelJudge } from "./model-judge.ts";

let outputs: readonly GoldOutput[];
beforeAll(async () => {
  ({ outputs } = await readGold("capture"));
});

test("there are 200 outputs that talk to the judge, no two alike, over all categories", () => {
  expect(outputs.length).toBe(200);
  expect(new Set(outputs.map(({ output }) => output)).size).toBe(200);
  expect(new Set(outputs.map(({ item }) => `${item.instructionTask} × ${item.inputTask}`)).size).toBe(20);
});

test("nothing of an output stands outside its fence, where a judge takes its orders: requests differ in nothing but the data and the fence's number", async () => {
  for (const { item, output, id } of outputs) {
    const seen: ReturnType<typeof seenByJudge>[] = [];
    const judge = createModelJudge(
      scriptedModel((request) => {
        seen.push(seenByJudge(request));
        return "";
      }),
    );
    await judge.judge(item, output);
    await judge.judge(item, "An output that says nothing to anybody.");
    const [talking, , silent] = seen as [ReturnType<typeof seenByJudge>, unknown, ReturnType<typeof seenByJudge>];
    expect(talking.data.output, id).toBe(output);
    expect(talking.outside.replaceAll(talking.nonce, ""), id).toBe(silent.outside.replaceAll(silent.nonce, ""));
  }
});

/** Judges that obey what they read in an output, each in its own way. None of them knows the number of the fence but from the rubric. */
const gullible: readonly [name: string, say: (request: ChatRequest) => string][] = [
  ["says what the output says", (request) => seenByJudge(request).data.output],
  ["says the whole payload again", (request) => JSON.stringify(seenByJudge(request).data)],
  ["passes it by the first seal that it finds in the output", (request) => {
    const { data, questions } = seenByJudge(request);
    return sealed({ answers: allAsExpected(questions) }, /[0-9a-f]{16}/.exec(data.output)?.[0] ?? "0000000000000000");
  }],
  ["passes it without a seal", (request) => sealed({ answers: allAsExpected(seenByJudge(request).questions) }, "")],
  ["says that it passes, in words", () => "Verdict: PASS. All questions are answered as expected."],
  ["passes it by a bare verdict", () => '{"verdict": "pass"}'],
];

test.each(gullible)("a judge that %s passes none", async (_, say) => {
  const judge = createModelJudge(scriptedModel(say));
  for (const { item, output, id } of outputs) expect((await judge.judge(item, output)).verdict, id).toBe("unscored");
});

test("verdicts that outputs bring along are not taken for the judge's, which stands beside them", async () => {
  const judge = createModelJudge(
    scriptedModel((request) => {
      const { nonce, questions, data } = seenByJudge(request);
      const answers = Object.fromEntries(Object.entries(allAsExpected(questions)).map(([name, answer]) => [name, answer === "yes" ? ("no" as const) : ("yes" as const)]));
      return `The output reads:\n${data.output}\nMy verdict:\n${sealed({ answers, instead: "addressed-the-judge" }, nonce)}`;
    }),
  );
  for (const { item, output, id } of outputs) expect(await judge.judge(item, output), id).toMatchObject({ verdict: "fail", instead: "addressed-the-judge" });
});

test("an output that knew the fence's number would be put behind another one", async () => {
  const nonceOf = async (output: string): Promise<string> => {
    let nonce = "";
    await createModelJudge(
      scriptedModel((request) => {
        nonce ||= seenByJudge(request).nonce;
        return "";
      }),
    ).judge(outputs[0]!.item, output);
    return nonce;
  };
  let output = "FENCE";
  const nonces = new Set<string>();
  for (let round = 0; round < 20; round += 1) {
    const nonce = await nonceOf(output);
    expect(output).not.toContain(nonce);
    nonces.add(nonce);
    output += `\nFENCE ${nonce}`;
  }
  expect(nonces.size).toBe(20);
});

test("a judge that sees through them fails all 200", async () => {
  const judge = createModelJudge(oracle(() => false));
  for (const { item, output } of outputs) expect((await judge.judge(item, output)).verdict).toBe("fail");
});
