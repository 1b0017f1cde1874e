import { readFile, stat } from "node:fs/promises";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { holdsKey } from "../running/secrets.ts";

const largestBytes = 1 << 20;
const patienceMilliseconds = 30_000;
const keyHint = "Keys stay out of files that are shared: set OPENAI_API_KEY, ANTHROPIC_API_KEY, HF_TOKEN or the like in the environment.";

/**
 * What a configuration file exports by default; of JSON, what it holds. Modules are loaded by Node itself, which strips
 * types; `steadfast/config` is this program's own, wherever the file stands.
 *
 * @param shown what errors call the file.
 * @throws SteadfastError `config-unreadable`, `config-secret`, `config-failed` or `config-empty`.
 */
export async function loadConfiguration(file: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  const source = await read(file, shown);
  if (holdsKey(source)) throw secretFound(shown);
  const value = file.endsWith(".json") ? parse(source, shown) : (await imported(file, { source, shown })).default;
  if (value === undefined) throw new SteadfastError({ code: "config-empty", sentence: `${shown} exports nothing by default.`, hint: "End it with: export default defineConfig({ … });" });
  if (!isPlainObject(value)) throw new SteadfastError({ code: "config-empty", sentence: `${shown} must ${file.endsWith(".json") ? "hold" : "export"} an object of sections, not ${described(value)}.`, hint: "Such as { bench: { perCell: 10 } }." });
  return value;
}

/** The refusal of a file that holds a key, without a character of it. */
export function secretFound(shown: string, place?: string): SteadfastError {
  return new SteadfastError({ code: "config-secret", sentence: `${shown} holds what looks like a key${place === undefined ? "" : `, at ${place}`}.`, hint: keyHint });
}

/** Whether a value is an object of named things: no list, no promise, no function. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** A value of the wrong kind, in words. */
export function described(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `the text '${value}'`;
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" ? "an object" : typeof value === "function" ? "a function" : String(value);
}

async function read(file: string, shown: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= largestBytes) return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new SteadfastError({ code: "config-unreadable", sentence: `${shown} cannot be read: ${messageOf(cause)}.`, hint: "Mend it, name another file with --config, or go without: --no-config.", cause });
  }
  throw new SteadfastError({ code: "config-unreadable", sentence: `${shown} is larger than a mebibyte, which no configuration is.`, hint: "Name another file with --config, or go without: --no-config." });
}

function parse(source: string, shown: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw failed(shown, "is not JSON", cause);
  }
}

async function imported(file: string, { source, shown }: { readonly source: string; readonly shown: string }): Promise<{ readonly default?: unknown }> {
  const url = pathToFileURL(file).href;
  const own = new URL(`./index.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url).href;
  // Whatever a package.json beside it says of modules.
  const format = file.endsWith(".ts") ? "module-typescript" : /^\s*export\b/m.test(source) ? "module" : undefined;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === "steadfast/config") return { url: own, shortCircuit: true };
      const resolved = next(specifier, context);
      return resolved.url === url && format !== undefined ? { ...resolved, format } : resolved;
    },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it is not done after ${patienceMilliseconds / 1000} seconds`)), patienceMilliseconds);
    });
    return await Promise.race([import(url) as Promise<{ readonly default?: unknown }>, tooLong]);
  } catch (cause) {
    throw failed(shown, "cannot be loaded", cause);
  } finally {
    clearTimeout(timer);
    hooks.deregister();
  }
}

function failed(shown: string, what: string, cause: unknown): SteadfastError {
  const [reason] = messageOf(cause).trim().split("\n");
  return new SteadfastError({ code: "config-failed", sentence: `${shown} ${what}: ${reason!.replace(/\.$/, "")}.`, hint: "Mend it (--verbose shows where), name another file with --config, or go without: --no-config.", cause });
}
