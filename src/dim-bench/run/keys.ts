import { contentHash } from "../../base/index.ts";
import type { ChatModel, ChatRequest } from "../../chat/index.ts";
import type { BenchItem } from "../items/bench-item.ts";
import type { Judge } from "../judges/judge.ts";

/** SHA-256, in hex, of what tells one model from another: address and name, or the hash of its weights. Neither its price nor how it was named. */
export function modelIdentity({ details }: Pick<ChatModel, "details">): string {
  return contentHash(details);
}

/** The key of a generation: all that its answer depends on. */
export function generationKey({ identity, request, trial }: { readonly identity: string; readonly request: ChatRequest; readonly trial: number }): string {
  return contentHash({ model: identity, request, trial });
}

/** The key of a judgement: the judge, the output, and of the item all but its names. */
export function judgementKey({ judge, item, output }: { readonly judge: Pick<Judge, "hash">; readonly item: BenchItem; readonly output: string }): string {
  const { id: _id, inputId: _inputId, ...seen } = item;
  return contentHash({ judge: judge.hash, item: seen, output });
}
