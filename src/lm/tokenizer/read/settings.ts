import { damaged, shown } from "../failure.ts";
import { tokenId } from "../limits.ts";
import { type TokenizerClass, tokenizerClass } from "./classes.ts";
import { isObject, type JsonObject, type TokenizerFolder } from "./folder.ts";

/** A token that a description names, with what it says about finding it. */
export interface NamedToken {
  readonly content: string;
  /** Undefined where only its spelling is given. */
  readonly id?: number;
  readonly special: boolean;
  readonly normalized: boolean;
  readonly singleWord: boolean;
  readonly stripLeft: boolean;
  readonly stripRight: boolean;
}

/** The roles that tokens may have, and what descriptions call them. */
const roles = { begin: "bos", end: "eos", padding: "pad", unknown: "unk" } as const;

/** @see roles */
export type Role = keyof typeof roles;

/** What the files around a vocabulary say about it: tokenizer_config.json, special_tokens_map.json, added_tokens.json, config.json. */
export interface TokenizerSettings {
  readonly configuration: JsonObject;
  readonly className: string | undefined;
  readonly class: TokenizerClass | undefined;
  /** Whether `add_bos_token`, or `add_eos_token`, is said. */
  readonly addBegin: boolean | undefined;
  readonly addEnd: boolean | undefined;
  readonly roles: Readonly<Partial<Record<Role, NamedToken>>>;
  /** Ids of the roles as the model's own configuration has them. */
  readonly roleIds: Readonly<Partial<Record<Role, number>>>;
  /** Every token that the descriptions name, those of roles among them. */
  readonly named: readonly NamedToken[];
}

export async function readSettings(folder: TokenizerFolder): Promise<TokenizerSettings> {
  const configuration = (await folder.json("tokenizer_config.json")) ?? {};
  const map = (await folder.json("special_tokens_map.json")) ?? {};
  const added = (await folder.json("added_tokens.json")) ?? {};
  const model = (await folder.json("config.json")) ?? {};
  const generation = (await folder.json("generation_config.json")) ?? {};
  const configurationFile = folder.file("tokenizer_config.json");
  const mapFile = folder.file("special_tokens_map.json");
  const className = typeof configuration["tokenizer_class"] === "string" ? configuration["tokenizer_class"] : undefined;
  const modelType = typeof model["model_type"] === "string" ? model["model_type"] : undefined;
  const listed = [
    ...Object.entries(added).map(([content, id]) => readNamed(content, folder.file("added_tokens.json"), { special: false, id: tokenId(id, { file: folder.file("added_tokens.json"), of: shown(content) }) })),
    ...decoderTokens(configuration["added_tokens_decoder"], configurationFile),
  ];
  const found: Partial<Record<Role, NamedToken>> = {};
  const roleIds: Partial<Record<Role, number>> = {};
  for (const role of Object.keys(roles) as Role[]) {
    const given = [
      { token: configuration[`${roles[role]}_token`], file: configurationFile },
      { token: map[`${roles[role]}_token`], file: mapFile },
    ].find(({ token }) => (token ?? null) !== null);
    if (given !== undefined) found[role] = readNamed(given.token, given.file, { special: true });
    const ids: unknown = generation[`${roles[role]}_token_id`] ?? model[`${roles[role]}_token_id`];
    const id: unknown = Array.isArray(ids) ? ids[0] : ids;
    if (typeof id === "number" && Number.isInteger(id) && id >= 0) roleIds[role] = id;
  }
  const special = [...Object.values(found), ...furtherTokens(configuration, configurationFile), ...furtherTokens(map, mapFile)];
  return {
    configuration,
    className,
    class: tokenizerClass(className, modelType),
    addBegin: flag(configuration, "add_bos_token", configurationFile),
    addEnd: flag(configuration, "add_eos_token", configurationFile),
    roles: found,
    roleIds,
    named: merged([...listed, ...special]),
  };
}

function furtherTokens(description: JsonObject, file: string): NamedToken[] {
  const list = description["additional_special_tokens"];
  return Array.isArray(list) ? (list as unknown[]).map((token) => readNamed(token, file, { special: true })) : [];
}

function decoderTokens(decoder: unknown, file: string): NamedToken[] {
  if (!isObject(decoder)) return [];
  return Object.entries(decoder).map(([id, token]) => readNamed(token, file, { special: false, id: tokenId(Number(id), { file, of: shown(id) }) }));
}

/** @param defaults hold where the token is only a spelling, or says nothing. */
function readNamed(value: unknown, file: string, defaults: { special: boolean; id?: number }): NamedToken {
  const token: unknown = typeof value === "string" ? { content: value } : value;
  if (!isObject(token) || typeof token["content"] !== "string") throw damaged(file, `${shown(value)} is no token`);
  const special = token["special"] === undefined ? defaults.special : token["special"] === true;
  return {
    content: token["content"],
    ...(defaults.id === undefined ? {} : { id: defaults.id }),
    special,
    normalized: token["normalized"] === undefined ? !special : token["normalized"] === true,
    singleWord: token["single_word"] === true,
    stripLeft: token["lstrip"] === true,
    stripRight: token["rstrip"] === true,
  };
}

/** One token a spelling: the first description with an id is believed, and a token is special where any says so. */
function merged(tokens: readonly NamedToken[]): NamedToken[] {
  const bySpelling = new Map<string, NamedToken>();
  for (const token of tokens) {
    const known = bySpelling.get(token.content);
    if (known === undefined) bySpelling.set(token.content, token);
    else bySpelling.set(token.content, { ...known, ...(known.id === undefined && token.id !== undefined ? { id: token.id } : {}), special: known.special || token.special });
  }
  return [...bySpelling.values()];
}

function flag(configuration: JsonObject, name: string, file: string): boolean | undefined {
  const value = configuration[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw damaged(file, `"${name}" is ${shown(value)}, not true or false`);
}
