import { SteadfastError } from "../../base/index.ts";
import type { ChatMessage, ChatTemplate } from "../tokenizer/chat-template.ts";
import type { TextPart } from "./text-part.ts";

// Private-use characters, which no template writes and none has a reason to treat.
const marker = /\uE0F0(\d+)\uE0F1/;

/**
 * Which stretches of a rendered chat are data. Where they stand is learnt from the template, given markers in the place
 * of the messages, and not by searching: data may be spelled as the template's own words.
 *
 * @returns undefined where the template makes of messages more than a trimmed copy, so that this cannot be known.
 */
export function separateData(text: string, messages: readonly ChatMessage[], chatTemplate: ChatTemplate): TextPart[] | undefined {
  const skeleton = skeletonOf(messages, chatTemplate);
  if (skeleton === undefined) return undefined;
  const parts: TextPart[] = [];
  let from = 0;
  for (const [place, piece] of skeleton.split(marker).entries()) {
    // Split by a pattern with one group, what the group matched stands at the odd places.
    const isData = place % 2 === 1;
    const expected = isData ? messages[Number(piece)]?.content : piece;
    const found = expected === undefined ? undefined : [expected, ...(isData ? [expected.trim()] : [])].find((candidate) => text.startsWith(candidate, from));
    if (found === undefined) return undefined;
    parts.push({ text: found, isData });
    from += found.length;
  }
  return from === text.length ? parts.filter((part) => part.text !== "") : undefined;
}

function skeletonOf(messages: readonly ChatMessage[], chatTemplate: ChatTemplate): string | undefined {
  try {
    return chatTemplate.render(
      messages.map((message, at) => ({ ...message, content: `\uE0F0${at}\uE0F1` })),
      { addGenerationPrompt: true },
    );
  } catch (error) {
    if (error instanceof SteadfastError) return undefined;
    throw error;
  }
}
