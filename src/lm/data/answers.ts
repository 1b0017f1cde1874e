import type { InstructionRecord } from "./record.ts";

/** Which answers of a conversation are learnt. */
export type LearntTurns = "last" | "every";

/**
 * A record for each answer to learn. Every assistant turn becomes a record of its own with all that came before it as
 * its prompt: so each is trained behind the very prompt that generation gives, whatever the template makes of earlier
 * turns, at the price of reading those again.
 */
export function answersOf(record: InstructionRecord, turns: LearntTurns): InstructionRecord[] {
  const { messages } = record;
  if (turns === "last" || messages === undefined) return [record];
  const earlier = messages.flatMap(({ role, content }, at) => (role === "assistant" && at > 0 && content !== "" ? [{ ...record, messages: messages.slice(0, at), outputs: [content] }] : []));
  return [...earlier, record];
}
