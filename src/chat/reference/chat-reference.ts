import { SteadfastError } from "../../base/index.ts";

/** Where a chat model is. */
export type ChatReference =
  | { readonly kind: "openai"; readonly model: string }
  | { readonly kind: "anthropic"; readonly model: string }
  | { readonly kind: "google"; readonly model: string }
  /** Any server that speaks OpenAI's chat completions. */
  | { readonly kind: "server"; readonly baseURL: string; readonly model: string }
  /** A model in this process, as `lm/` names it. */
  | { readonly kind: "local"; readonly reference: string }
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "replay"; readonly path: string }
  | { readonly kind: "scripted"; readonly script: string };

const forms = "openai:NAME, anthropic:NAME, google:NAME, http://host:port/v1#NAME, hf:org/name, ./folder, lab:name, ./model.ts, replay:FILE, scripted:echo or scripted:constant:TEXT";

/**
 * Reads the name of a chat model. Nothing is looked up.
 *
 * @throws SteadfastError `reference-malformed`
 * @example
 * parseChatReference("http://localhost:8000/v1#qwen3"); // { kind: "server", baseURL: "http://localhost:8000/v1", model: "qwen3" }
 */
export function parseChatReference(text: string): ChatReference {
  if (text.includes("\0")) throw malformed(text, "it holds the character 0");
  if (/^(?:\.{1,2}|~)(?:$|[\\/])|^\/|^[A-Za-z]:[\\/]/.test(text)) return /\.[cm]?[jt]s$/.test(text) ? { kind: "module", path: text } : { kind: "local", reference: text };
  const colon = text.indexOf(":");
  const scheme = colon < 0 ? "" : text.slice(0, colon).toLowerCase();
  const rest = text.slice(colon + 1);
  switch (scheme) {
    case "openai":
    case "anthropic":
    case "google":
      if (!/^[\w.:@/-]{1,200}$/.test(rest) || rest.includes("..")) throw malformed(text, rest === "" ? "the name of the model is missing" : `${shown(rest)} is no name of a model`);
      return { kind: scheme, model: rest };
    case "http":
    case "https":
      return parseServer(text);
    case "hf":
    case "lab":
      return { kind: "local", reference: text };
    case "replay":
      if (rest === "") throw malformed(text, "the file is missing");
      return { kind: "replay", path: rest };
    case "scripted":
      if (rest !== "echo" && !rest.startsWith("constant:")) throw malformed(text, "there is no such script");
      return { kind: "scripted", script: rest };
    default:
      throw malformed(text, "it does not say where the model is");
  }
}

function parseServer(text: string): ChatReference {
  const hash = text.indexOf("#");
  const address = hash < 0 ? text : text.slice(0, hash);
  const model = hash < 0 ? "" : text.slice(hash + 1);
  const baseURL = parseBaseURL(address, () => malformed(text, "its address cannot be read"));
  if (model === "") throw malformed(text, "the name of the model is missing behind #");
  return { kind: "server", baseURL, model };
}

/**
 * An address without a slash at its end.
 *
 * @throws what `failure` makes, where it is no plain address of http or https; SteadfastError `address-secret` where it holds a key
 */
export function parseBaseURL(address: string, failure: () => SteadfastError): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === "") throw failure();
  if (url.username !== "" || url.password !== "" || url.search !== "") {
    throw new SteadfastError({ code: "address-secret", sentence: `The address of ${url.host} holds a user, a password or parameters, which would be stored with the results.`, hint: "Give a key as OPENAI_COMPATIBLE_API_KEY, and the address without it." });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function malformed(text: string, why: string): SteadfastError {
  return new SteadfastError({
    code: "reference-malformed",
    sentence: text === "" ? "The reference of the chat model is empty." : `${shown(text)} is no chat model: ${why}.`,
    hint: `A chat model is named by ${forms}.`,
  });
}

// Without user information and query: what stands there may be secret.
const shown = (text: string): string => JSON.stringify(text.replace(/\/\/[^/@]*@/, "//").replace(/\?[^#]*/, "").slice(0, 120));
