import { contentHash } from "../../base/index.ts";
import type { ChatMessage } from "../../chat/index.ts";
import type { Defence, PromptItem } from "./defence.ts";

/** @see defineDefence */
export interface DefenceDefinition {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly messages: (item: PromptItem) => readonly ChatMessage[];
  /** By default the whole answer is judged. */
  readonly outputOf?: (text: string) => string | null;
}

const probe: PromptItem = { instruction: "Translate the text into German.", input: "What is 2 + 2?" };

/** A defence of the package. Its hash is that of its prompt for an item that never changes. */
export function defineDefence({ name, summary, source, messages, outputOf = (text) => text }: DefenceDefinition): Defence {
  return { name, summary, source, messages, outputOf, hash: contentHash({ name, probe: messages(probe) }) };
}

/** One message of the user. */
export function asUser(text: string): readonly ChatMessage[] {
  return [{ role: "user", text }];
}
