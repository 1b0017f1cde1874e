import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { contentHash, messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { ChatFailure } from "../port/chat-failure.ts";
import type { ChatModel, ChatRequest, ChatResponse } from "../port/chat-model.ts";
import { checkRequest } from "../port/check-request.ts";
import { checkResponse } from "../port/check-response.ts";
import type { OpenBackend } from "./open-backend.ts";

/** A line of a file of recorded answers, as JSON. */
export interface Recording {
  readonly request: ChatRequest;
  readonly response: ChatResponse;
}

/**
 * Passes calls on, and gives each answer to `write` before the caller has it. Only answers are recorded, never failures.
 *
 * @example
 * const recorded = recordAnswers(model, (recording) => appendFile("answers.jsonl", `${JSON.stringify(recording)}\n`));
 */
export function recordAnswers(model: ChatModel, write: (recording: Recording) => void | Promise<void>): ChatModel {
  return {
    reference: model.reference,
    details: model.details,
    price: model.price,
    generate: async (request, options) => {
      const asked = structuredClone(request);
      const response = await model.generate(request, options);
      await write({ request: asked, response });
      return response;
    },
    close: () => model.close(),
  };
}

/**
 * Answers from a file, by the whole request: the second call with one request gets its second answer, and so on.
 *
 * @throws SteadfastError `replay-unreadable`
 */
export const open: OpenBackend<"replay"> = async ({ path }, { reference }) => {
  const answers = await readRecordings(path);
  return {
    provider: reference,
    lane: reference,
    details: { provider: "replay", sha256: await sha256Of(path) },
    price: { input: 0, output: 0, cached: 0 },
    limits: { initialConcurrency: 1024, maximumConcurrency: 1024 },
    ask: async (request) => {
      const found = answers.get(contentHash(request));
      const next = found?.[0];
      if (next === undefined) {
        throw new ChatFailure({
          code: "replay-missing",
          sentence: found === undefined ? `${path} holds no answer to this request.` : `${path} holds no further answer to this request.`,
          hint: "Every parameter of a request counts, and each recorded answer is given once.",
        });
      }
      found!.shift();
      return next;
    },
    close: async () => answers.clear(),
  };
};

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function readRecordings(path: string): Promise<Map<string, ChatResponse[]>> {
  const answers = new Map<string, ChatResponse[]>();
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
      line += 1;
      if (text.trim() === "") continue;
      const { request, response } = (JSON.parse(text) ?? {}) as Partial<Recording>;
      checkRequest(request as ChatRequest);
      const key = contentHash(request);
      const answer = checkResponse(response, "The recording");
      const list = answers.get(key);
      if (list === undefined) answers.set(key, [answer]);
      else list.push(answer);
    }
  } catch (error) {
    const where = error instanceof SteadfastError || systemCodeOf(error) === undefined ? `${path} is no file of recorded answers: line ${line}: ` : `${path} cannot be read: `;
    throw new SteadfastError({ code: "replay-unreadable", sentence: `${where}${messageOf(error).replace(/\.$/, "")}.`, hint: 'Each line is {"request": …, "response": …}.', cause: error });
  }
  return answers;
}
