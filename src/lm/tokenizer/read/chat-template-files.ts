import { type ChatTemplate, compileChatTemplate } from "../chat-template.ts";
import { damaged, shown } from "../failure.ts";
import { isObject, type JsonObject, type TokenizerFolder } from "./folder.ts";

/** The chat template of a model: chat_template.jinja, chat_template.json or tokenizer_config.json, whichever is there first. */
export async function readChatTemplate(from: TokenizerFolder, configuration: JsonObject, variables: Readonly<Record<string, string | undefined>>): Promise<ChatTemplate | undefined> {
  const own = await from.text("chat_template.jinja");
  if (own !== undefined) return compileChatTemplate(own, { file: from.file("chat_template.jinja"), variables });
  const json = await from.json("chat_template.json");
  const file = from.file(json === undefined ? "tokenizer_config.json" : "chat_template.json");
  const source = defaultTemplate((json ?? configuration)["chat_template"] ?? null, file);
  return source === undefined ? undefined : compileChatTemplate(source, { file, variables });
}

/** One template, or a list of them with names, of which the one called default is taken, or the only one. */
function defaultTemplate(value: unknown, file: string): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  const listed = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? Object.entries(value).map(([name, template]) => ({ name, template })) : undefined;
  if (listed === undefined) throw damaged(file, `its chat template is ${shown(value)}`);
  const named = listed.find((entry) => isObject(entry) && entry["name"] === "default") ?? (listed.length === 1 ? listed[0] : undefined);
  if (isObject(named) && typeof named["template"] === "string") return named["template"];
  throw damaged(file, "it has several chat templates, and none is called default");
}
