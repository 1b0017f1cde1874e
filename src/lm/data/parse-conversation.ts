import type { ChatMessage } from "../tokenizer/chat-template.ts";
import { type Fields, kindOf, text, Unusable } from "./fields.ts";

const roles: readonly string[] = ["system", "user", "assistant", "tool"] satisfies readonly ChatMessage["role"][];

/**
 * A conversation cut before the answer to learn: its last assistant turn (what follows that teaches nothing), unless
 * references were given apart from it; then all of it comes before the answer.
 */
export function parseConversation(value: unknown, references: readonly string[]): { messages: readonly ChatMessage[]; outputs: readonly string[] } {
  if (!Array.isArray(value)) throw new Unusable(`its field "messages" is ${kindOf(value)}; a list is needed`);
  const messages = value.map(parseMessage);
  const answer = references.length > 0 ? -1 : messages.findLastIndex(({ role }) => role === "assistant");
  const asked = answer < 0 ? messages : messages.slice(0, answer);
  if (asked.length === 0) throw new Unusable('its field "messages" has nothing that could be answered');
  return { messages: asked, outputs: answer < 0 ? references : [text(messages[answer]!.content, `messages[${answer}].content`)] };
}

function parseMessage(value: unknown, at: number): ChatMessage {
  if (typeof value !== "object" || value === null) throw new Unusable(`its field "messages[${at}]" is ${kindOf(value)}; an object with role and content is needed`);
  const { role, content } = value as Fields;
  if (typeof role !== "string" || !roles.includes(role)) throw new Unusable(`its field "messages[${at}].role" is ${typeof role === "string" ? JSON.stringify(role.slice(0, 40)) : kindOf(role ?? null)}; one of ${roles.join(", ")} is needed`);
  if (typeof content !== "string") throw new Unusable(`its field "messages[${at}].content" is ${kindOf(content ?? null)}; text is needed`);
  return { role: role as ChatMessage["role"], content };
}
