import type { ChatMessage } from "../../../chat/index.ts";

const names = { system: "System", user: "User", assistant: "Assistant" } as const;

/** A conversation as one text, in the frame that a model without a chat template reads: a single message as it is, several with who speaks before each. */
export function promptText(messages: readonly ChatMessage[]): string {
  if (messages.length === 1) return messages[0]!.text;
  return [...messages.map(({ role, text }) => `${names[role]}: ${text}`), "Assistant:"].join("\n\n");
}
