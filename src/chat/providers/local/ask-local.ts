import { randomInt } from "node:crypto";
import type { OpenModel } from "../../../lm/index.ts";
import type { ChatParameter, ChatRequest, ChatResponse } from "../../port/chat-model.ts";
import { splitReasoning } from "../../split-reasoning.ts";
import { plainFrame } from "./plain-frame.ts";

/** How requests of the port become calls of a model in this process. */
export function askLocal(model: OpenModel): { keyOf: (request: ChatRequest) => string; answer: (requests: readonly ChatRequest[], signal: AbortSignal) => Promise<ChatResponse[]> } {
  const { hasChatTemplate } = model.information;
  // Requests without a seed get one for the process, and a number of their own each.
  const unseeded = randomInt(2 ** 32);
  let calls = 0;
  return {
    keyOf: ({ maxTokens, temperature, topP, seed, stop }) => JSON.stringify([maxTokens, temperature, topP, seed, stop]),
    answer: async (requests, signal) => {
      const { maxTokens, temperature, topP, seed, stop } = requests[0]!;
      const generated = await model.generate(
        {
          prompts: requests.map(({ messages }) => (hasChatTemplate ? { messages: messages.map(({ role, text }) => ({ role, content: text })) } : { text: plainFrame(messages) })),
          maximumNewTokens: maxTokens,
          cutAtContext: true,
          rows: requests.length,
          sampling: { seed: seed ?? unseeded, ...(temperature === undefined ? {} : { temperature }), ...(topP === undefined ? {} : { topP }) },
          // What a seeded request gets must not depend on what is asked beside it.
          sequences: requests.map(() => (seed === undefined ? (calls += 1) : 0)),
          ...(stop === undefined ? {} : { stop: [...stop] }),
        },
        { signal },
      );
      return generated.map(({ text, finish, ids, promptTokens }, index): ChatResponse => {
        const dropped: ChatParameter[] = requests[index]!.schema === undefined ? [] : ["schema"];
        return {
          ...splitReasoning(text),
          finish: finish === "length" ? "length" : "stop",
          rawFinish: finish,
          usage: { input: promptTokens, output: ids.length, cached: 0, raw: { promptTokens, newTokens: ids.length } },
          ...(dropped.length === 0 ? {} : { dropped }),
        };
      });
    },
  };
}
