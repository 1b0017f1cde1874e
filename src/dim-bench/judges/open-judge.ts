import { type OpenChatOptions, openChatModel } from "../../chat/index.ts";
import { createExactJudge } from "./exact/exact-judge.ts";
import type { Judge } from "./judge.ts";
import { createRulesJudge } from "./rules/rules-judge.ts";
import { createModelJudge, type ModelJudgeOptions } from "./model/model-judge.ts";

/** @see openJudge */
export interface OpenJudgeOptions extends ModelJudgeOptions {
  /** For a model that judges: its scheduler, price, environment. Its calls are on the account `judge` unless said otherwise. */
  readonly chat?: OpenChatOptions;
}

/** The judges that need no model, by name. */
const builtIn: ReadonlyMap<string, () => Promise<Judge>> = new Map([
  ["rules", createRulesJudge],
  ["exact", async () => createExactJudge()],
]);

/**
 * Opens a judge: `rules`, `exact`, or the reference of a chat model that judges.
 *
 * @throws SteadfastError `judge-options`; what `openChatModel` throws
 * @example
 * const judge = await openJudge("openai:gpt-5-mini", { votes: 3, chat: { scheduler } });
 * await judge.prepare?.({ sink });
 */
export async function openJudge(reference: string, { chat, ...options }: OpenJudgeOptions = {}): Promise<Judge> {
  const open = builtIn.get(reference);
  if (open !== undefined) return open();
  const model = await openChatModel(reference, { role: "judge", ...chat });
  try {
    return createModelJudge(model, options);
  } catch (error) {
    await model.close();
    throw error;
  }
}
