import { type ChatModel, type ChatRequest, type ChatResponse, type Script, scriptedChatModel } from "../../../chat/index.ts";
import type { InsteadKind } from "../judge.ts";

/** What a model that judges can see in its request, taken apart as its rubric says: by the lines that hold the fence. */
export interface SeenByJudge {
  readonly nonce: string;
  readonly data: { readonly instruction: string; readonly input: string; readonly answer_to_the_input: string; readonly output: string };
  /** All that stands outside the fence. */
  readonly outside: string;
  /** The questions' names, in the order in which they are asked. */
  readonly questions: readonly string[];
}

/** Takes a judge's request apart. */
export function seenByJudge({ messages }: ChatRequest): SeenByJudge {
  const [system, user] = [messages[0]!.text, messages.at(-1)!.text];
  const lines = user.split("\n");
  const nonce = /FENCE ([0-9a-f]{16})/.exec(user)![1]!;
  const [start, end] = lines.flatMap((line, index) => (line === `FENCE ${nonce}` ? [index] : [])) as [number, number];
  const outside = [system, ...lines.slice(0, start), ...lines.slice(end + 1)].join("\n");
  return { nonce, data: JSON.parse(lines.slice(start + 1, end).join("\n")), outside, questions: [...outside.matchAll(/^\d\. ([a-z-]+): /gm)].map(([, name]) => name!) };
}

/** What a judge of a script thinks of an output: answers by the question's name, and what was done instead. */
export interface Thought {
  readonly answers: Readonly<Record<string, "yes" | "no" | "unsure">>;
  readonly instead?: InsteadKind;
}

/** A judge's answer in the form that it is asked for. */
export function sealed({ answers, instead = undefined }: Thought, seal: string): string {
  return JSON.stringify({ seal, answers: Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, { reason: `because ${name}`, answer }])), instead: instead ?? "nothing" });
}

/** The answers with which an output passes. */
export function allAsExpected(questions: readonly string[]): Thought["answers"] {
  return Object.fromEntries(questions.map((name) => [name, /^(?:option-chosen|code-written|solution-stated|question-answered)$/.test(name) ? "no" : "yes"]));
}

/** A model that passes the outputs that a function approves of, and says of others that they answer. */
export function oracle(isRight: (seen: SeenByJudge) => boolean): ChatModel {
  return judgeScript((seen) => {
    const answers = allAsExpected(seen.questions);
    if (isRight(seen)) return { answers };
    return { answers: Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answer === "yes" ? "no" : "yes"])), instead: "answered" };
  });
}

/** A model that thinks what a function says, and answers in the right form. */
export function judgeScript(think: (seen: SeenByJudge) => Thought): ChatModel {
  return scriptedModel((request) => {
    const seen = seenByJudge(request);
    return sealed(think(seen), seen.nonce);
  });
}

/** A scripted model without a limit of tokens. */
export function scriptedModel(script: (request: ChatRequest, call: number) => string | ChatResponse): ChatModel {
  const whole: Script = (request, { call }) => {
    const said = script(request, call);
    return typeof said === "string" ? { text: said, finish: "stop", usage: { input: 1, output: 1, cached: 0, raw: {} } } : said;
  };
  return scriptedChatModel(whole, { maxRetries: 0 });
}
