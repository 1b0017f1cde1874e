import { appendFile, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Json, makeFolder, messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import type { Candidate } from "./candidate.ts";

/** The option that was chosen, or null. */
export type Outcome = number | null;

/**
 * What each candidate answered so far, along one order of questions, and which sets of neurons were seen to keep to the floors. With a path it is kept on disk, line by line, and a search that was
 * interrupted goes on where it was.
 */
export class OutcomeStore {
  readonly #outcomes = new Map<string, Outcome[]>();
  readonly #looks = new Map<string, boolean>();
  readonly #path: string | undefined;
  /** Written before the first line: a file without outcomes would refuse other options for nothing. */
  #header: string | undefined;

  private constructor(path: string | undefined) {
    this.#path = path;
  }

  /**
   * @param fingerprint of all that the outcomes depend on
   * @throws SteadfastError `search-differs` where the file is of another search, `search-damaged` where it cannot be read
   */
  static async open({ path, fingerprint }: { path?: string; fingerprint: string }): Promise<OutcomeStore> {
    const store = new OutcomeStore(path);
    if (path === undefined) return store;
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (systemCodeOf(error) === "ENOENT") return undefined;
      throw new SteadfastError({ code: "search-damaged", sentence: `${path} cannot be read: ${messageOf(error)}.`, hint: "Choose another --out.", cause: error });
    });
    if (text === undefined) {
      await makeFolder(dirname(path));
      store.#header = `${JSON.stringify({ search: fingerprint })}\n`;
      return store;
    }
    const whole = text.split("\n");
    // A line that a crash cut off has no line feed; what it said is asked again.
    const torn = whole.pop()!;
    if (torn !== "") await writeFileAtomically(path, whole.map((line) => `${line}\n`).join(""));
    const [header, ...lines] = whole.map((line) => parse(line, path));
    if (header?.search !== fingerprint) throw new SteadfastError({ code: "search-differs", sentence: `${path} is of a search on another model, other data or with other options.`, hint: "Choose another --out, or remove that file." });
    for (const { neurons, scale, start, chosen, set, kept } of lines) {
      if (typeof set === "string" && typeof kept === "boolean") {
        store.#looks.set(set, kept);
        continue;
      }
      const known = store.#of({ neurons: Number(neurons), scale: Number(scale) });
      const outcomes = readOutcomes(chosen);
      if (Number(start) !== known.length || outcomes === undefined) throw damaged(path);
      for (const outcome of outcomes) known.push(outcome);
    }
    return store;
  }

  /** Of a candidate the outcomes of the first questions, as many as are known. */
  known(candidate: Candidate): readonly Outcome[] {
    return this.#of(candidate);
  }

  /** Adds the outcomes of the next questions. */
  async add(candidate: Candidate, chosen: readonly Outcome[]): Promise<void> {
    const known = this.#of(candidate);
    await this.#append({ ...candidate, start: known.length, chosen: [...chosen] });
    known.push(...chosen);
  }

  /** Whether a set of neurons was seen to keep to the floors. */
  knownLook(set: string): boolean | undefined {
    return this.#looks.get(set);
  }

  /** Adds what was seen of a set. */
  async addLook(set: string, kept: boolean): Promise<void> {
    await this.#append({ set, kept });
    this.#looks.set(set, kept);
  }

  async #append(line: Json): Promise<void> {
    if (this.#path === undefined) return;
    try {
      if (this.#header !== undefined) await writeFileAtomically(this.#path, this.#header);
      this.#header = undefined;
      await appendFile(this.#path, `${JSON.stringify(line)}\n`);
    } catch (cause) {
      throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${this.#path} could not be written: ${messageOf(cause)}.`, hint: "Free some space and run the same command again: it goes on where it was.", cause });
    }
  }

  #of({ neurons, scale }: Candidate): Outcome[] {
    const key = `${neurons} ${scale}`;
    const known = this.#outcomes.get(key) ?? [];
    this.#outcomes.set(key, known);
    return known;
  }
}

function readOutcomes(chosen: unknown): Outcome[] | undefined {
  // Files of before had a base-36 letter for each outcome.
  if (typeof chosen === "string") return /^[0-9a-z-]*$/.test(chosen) ? [...chosen].map((letter) => (letter === "-" ? null : Number.parseInt(letter, 36))) : undefined;
  return Array.isArray(chosen) && chosen.every((each) => each === null || (Number.isSafeInteger(each) && each >= 0)) ? chosen : undefined;
}

function parse(line: string, path: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): SteadfastError {
  return new SteadfastError({ code: "search-damaged", sentence: `${path} holds something that no search wrote.`, hint: "Remove that file, or choose another --out." });
}
