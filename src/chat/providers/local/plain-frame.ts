import type { ChatMessage } from "../../port/chat-model.ts";

const names = { system: "System", user: "User", assistant: "Assistant" } as const;

/** A conversation as text, for models without a chat template: a single message as it is, several with who speaks before each. */
export function plainFrame(messages: readonly ChatMessage[]): string {
  if (messages.length === 1) return messages[0]!.text;
  return [...messages.map(({ role, text }) => `${names[role]}: ${text}`), "Assistant:"].join("\n\n");
}
