import { SteadfastError } from "../../base/index.ts";
import { parseBaseURL } from "../reference/chat-reference.ts";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The key in an environment variable, without white space around it.
 *
 * @throws SteadfastError `key-missing`, `key-malformed`
 */
export function requiredKey(environment: Environment, variable: string, provider: string): string {
  const key = optionalKey(environment, variable);
  if (key !== undefined) return key;
  throw new SteadfastError({ code: "key-missing", sentence: `There is no key for ${provider}.`, hint: `Set the environment variable ${variable}.` });
}

/**
 * As `requiredKey`, where a server may want none.
 *
 * @throws SteadfastError `key-malformed`
 */
export function optionalKey(environment: Environment, variable: string): string | undefined {
  const key = environment[variable]?.trim();
  if (key === undefined || key === "") return undefined;
  if (!/^[\x21-\x7e]{1,4096}$/.test(key)) throw new SteadfastError({ code: "key-malformed", sentence: `The environment variable ${variable} holds no key: no header can carry it.`, hint: "Copy the key again, without spaces and line ends." });
  return key;
}

/**
 * The first address that is set among environment variables, or the provider's own.
 *
 * @throws SteadfastError `base-url-malformed`, `address-secret`
 */
export function baseURLOf(environment: Environment, variables: readonly string[], standard: string): string {
  const variable = variables.find((name) => (environment[name] ?? "").trim() !== "");
  if (variable === undefined) return standard;
  return parseBaseURL(environment[variable]!.trim(), () => new SteadfastError({ code: "base-url-malformed", sentence: `The environment variable ${variable} holds no address of http or https.` }));
}
