import { contentHash } from "../../base/index.ts";
import type { ChatMessage } from "../../chat/index.ts";
import type { Defence } from "./defence.ts";

/**
 * The same defence with a system message of the user's before it. A defence that has one of its own keeps it, behind the
 * user's and an empty line: not every provider takes two.
 *
 * @example
 * const polite = withSystem(defence, "You are a translator.");
 */
export function withSystem(defence: Defence, text: string): Defence {
  const messages = (item: Parameters<Defence["messages"]>[0]): readonly ChatMessage[] => {
    const own = defence.messages(item);
    const system = own.flatMap((message) => (message.role === "system" ? [message.text] : []));
    return [{ role: "system", text: [text, ...system].join("\n\n") }, ...own.filter(({ role }) => role !== "system")];
  };
  return { ...defence, hash: contentHash({ defence: defence.hash, system: text }), messages };
}
