import { type InferenceSession, RowBatch } from "../../lm/index.ts";

/** Tokens that one pass over prompts may have, all rows together; longer prompts are read in pieces. */
const tokensAPass = 2048;

/** Rows that hold texts of any lengths, none included. */
export async function readPrompts(session: InferenceSession, texts: readonly (readonly number[])[]): Promise<RowBatch> {
  const batch = await RowBatch.start(session, texts.length);
  const piece = Math.max(1, Math.floor(tokensAPass / texts.length));
  const longest = Math.max(0, ...texts.map(({ length }) => length));
  for (let start = 0; start < longest; start += piece) await batch.extend(texts.map((ids) => ({ ids: ids.slice(start, start + piece), wanted: [] })));
  return batch;
}
