import { readFile } from "node:fs/promises";
import { contentHash, messageOf, SteadfastError } from "../../base/index.ts";
import { asUser } from "./define-defence.ts";
import type { Defence, PromptItem } from "./defence.ts";

const slots: readonly (keyof PromptItem)[] = ["instruction", "input"];

/**
 * A prompt that the user wrote, with {instruction} and {input} in it; one message of the user. All other braces are text, and
 * so is whatever looks like a slot in what is put in. A line feed at the file's end is not part of it.
 *
 * @throws SteadfastError `template-unreadable`, `template-slot`
 * @example
 * const defence = await defenceFromFile("prompts/quoted.txt"); // such as: {instruction} Quote nothing else. The text: "{input}"
 */
export async function defenceFromFile(path: string): Promise<Defence> {
  const template = (await readTemplate(path)).replace(/\r?\n$/u, "");
  const parts = template.split(/(\{instruction\}|\{input\})/u);
  const missing = slots.find((slot) => !parts.includes(`{${slot}}`));
  if (missing !== undefined) throw new SteadfastError({ code: "template-slot", sentence: `The template ${path} has no {${missing}} in it.`, hint: "A template needs {instruction} and {input}, each at least once." });
  return {
    name: path,
    summary: "a template of your own",
    source: path,
    hash: contentHash({ template }),
    messages: ({ instruction, input }) => asUser(parts.map((part) => (part === "{instruction}" ? instruction : part === "{input}" ? input : part)).join("")),
    outputOf: (text) => text,
  };
}

async function readTemplate(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SteadfastError({ code: "template-unreadable", sentence: `The template ${path} cannot be read: ${messageOf(cause)}.`, cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SteadfastError({ code: "template-unreadable", sentence: `${path} is not UTF-8 text, so it is no template.`, cause });
  }
}
