import { createInferenceSession, loadLocalModel } from "../../lm/index.ts";
import type { Answerer } from "./ask.ts";

/**
 * A model that answers until it is closed.
 *
 * @throws SteadfastError those of `loadLocalModel`
 * @example
 * const { local, session } = await openAnswerer("lab:student");
 * await session.close();
 */
export async function openAnswerer(reference: string): Promise<Answerer> {
  const local = await loadLocalModel(reference, { offline: true });
  return { local, session: createInferenceSession(local.model, { vocabulary: local.tokenizer.size }) };
}
