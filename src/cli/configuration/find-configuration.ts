import { lstat, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { SteadfastError } from "../../base/index.ts";

/** The names that a configuration file may have. */
export const configurationNames: readonly string[] = ["steadfast.config.ts", "steadfast.config.js", "steadfast.config.mjs", "steadfast.config.json"];

/** @see findConfiguration */
export interface FindOptions {
  readonly workingDirectory: string;
  /** The file that `--config` names. */
  readonly named: string | undefined;
  /** Who runs this, where the system knows users. */
  readonly user?: number | undefined;
}

/**
 * The configuration file that counts: the named one, or the nearest from the working directory upwards to the root of the
 * git repository, or of the file system where there is none. Null where there is no such file.
 *
 * @throws SteadfastError `config-missing`, `config-name`, `config-several`, or `config-foreign` for a file of another user's,
 * which is code that nobody asked for.
 */
export async function findConfiguration({ workingDirectory, named, user = process.getuid?.() }: FindOptions): Promise<string | null> {
  if (named !== undefined) return namedConfiguration(resolve(workingDirectory, named), named);
  for (let folder = resolve(workingDirectory); ; folder = dirname(folder)) {
    const here = await namesIn(folder);
    if (here.length > 1) throw new SteadfastError({ code: "config-several", sentence: `${folder} has ${here.length} configuration files: ${here.join(", ")}.`, hint: "Keep one of them, or name it with --config." });
    const [name] = here;
    if (name !== undefined) return ownConfiguration(join(folder, name), { workingDirectory, user });
    if (dirname(folder) === folder || (await exists(join(folder, ".git")))) return null;
  }
}

/** A path as a person in this directory would write it. */
export function shownPath(file: string, workingDirectory: string): string {
  const path = relative(workingDirectory, file);
  return path.startsWith(join("..", "..", "..")) ? file : path;
}

async function namesIn(folder: string): Promise<string[]> {
  const found = await Promise.all(configurationNames.map(async (name) => ((await isFile(join(folder, name))) ? [name] : [])));
  return found.flat();
}

async function namedConfiguration(file: string, named: string): Promise<string> {
  if (!(await isFile(file))) throw new SteadfastError({ code: "config-missing", sentence: `There is no configuration file ${named}.`, hint: "Check the spelling of --config; 'steadfast init' writes steadfast.config.ts." });
  if (!/\.(?:ts|m?js|json)$/.test(file)) throw new SteadfastError({ code: "config-name", sentence: `${named} is no configuration file: it ends neither in .ts nor in .js, .mjs or .json.`, hint: "Rename it." });
  return file;
}

async function ownConfiguration(file: string, { workingDirectory, user }: Pick<FindOptions, "workingDirectory" | "user">): Promise<string> {
  const { uid } = await lstat(file);
  if (user === undefined || uid === user || uid === 0) return file;
  throw new SteadfastError({ code: "config-foreign", sentence: `${shownPath(file, workingDirectory)} belongs to another user, and reading a configuration runs it.`, hint: `If you trust it: --config ${shownPath(file, workingDirectory)}; else --no-config.` });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
