import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { SteadfastError } from "../../base/index.ts";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the ecosystem's standard variables say about the hub. */
export interface HubSettings {
  /** The hub's address, without a slash at its end. */
  readonly endpoint: string;
  /** Sent to the endpoint's own origin and nowhere else. */
  readonly token: string | undefined;
  readonly cacheFolder: string;
  readonly offline: boolean;
}

/**
 * Reads `HF_ENDPOINT`, `HF_TOKEN`, `HF_HUB_OFFLINE` and the variables that place the cache.
 *
 * @throws SteadfastError `endpoint-malformed`, `token-malformed`; neither repeats a secret.
 */
export function readHubSettings(environment: Environment): HubSettings {
  return {
    endpoint: readEndpoint(environment.HF_ENDPOINT),
    token: readToken(environment.HF_TOKEN),
    cacheFolder: readCacheFolder(environment),
    offline: /^(?:1|on|yes|true)$/i.test(environment.HF_HUB_OFFLINE?.trim() ?? ""),
  };
}

/** A path with `~` at its start put in full. */
export function expandHome(path: string): string {
  return /^~(?:$|[\\/])/.test(path) ? join(homedir(), path.slice(1)) : path;
}

function readEndpoint(text: string | undefined): string {
  if (text === undefined || text.trim() === "") return "https://huggingface.co";
  const url = URL.parse(text.trim());
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new SteadfastError({
      code: "endpoint-malformed",
      sentence: "The variable HF_ENDPOINT is not the address of a hub.",
      hint: "It must be like https://hub.example.org, without a user name, query or fragment; leave it unset for the public hub.",
    });
  }
  return url.href.replace(/\/+$/, "");
}

function readToken(text: string | undefined): string | undefined {
  const token = text?.trim() ?? "";
  if (token === "") return undefined;
  // What a header cannot carry would be refused by an error that repeats it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new SteadfastError({
      code: "token-malformed",
      sentence: "The variable HF_TOKEN holds characters that no token has.",
      hint: "Set it to the token alone, without spaces or line breaks.",
    });
  }
  return token;
}

function readCacheFolder(environment: Environment): string {
  const set = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === "" ? undefined : resolve(expandHome(value));
  };
  const cache = set("HF_HUB_CACHE") ?? set("HUGGINGFACE_HUB_CACHE");
  if (cache !== undefined) return cache;
  const home = set("HF_HOME") ?? join(set("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "huggingface");
  return join(home, "hub");
}
