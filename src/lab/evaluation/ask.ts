import { generateTexts, type InferenceSession, type LocalModel } from "../../lm/index.ts";

/** A model of the lab that is ready to answer. */
export interface Answerer {
  readonly local: LocalModel;
  readonly session: InferenceSession;
}

const rowsAtOnce = 16;

/**
 * What a model says to prompts, the likeliest token each time: without spaces around it. An answer may be somewhat longer than the
 * longest right one.
 *
 * @example
 * const answers = await ask(answerer, [promptOf({ input: "ada is in selo. where is ada?" })], { longest: ["ada is in selo."] }); // ["ada is in selo."]
 */
export async function ask({ local, session }: Answerer, prompts: readonly string[], { longest, signal }: { readonly longest: readonly string[]; readonly signal?: AbortSignal }): Promise<string[]> {
  const requests = prompts.map((prompt, at) => ({ ids: [...local.tokenizer.encode(prompt)], maximumNewTokens: local.tokenizer.encode(longest[at]!).length + 8 }));
  const said = await generateTexts(local, session, requests, { sampling: { temperature: 0 }, rows: rowsAtOnce, ...(signal === undefined ? {} : { signal }) });
  return said.map(({ text }) => text.trim());
}
