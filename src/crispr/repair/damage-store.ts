import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, messageOf, SteadfastError } from "../../base/index.ts";
import type { Damage } from "./damage.ts";

/** Damage by a hash of all that it depends on. With a folder it is kept there, line by line. */
export class DamageStore {
  readonly #known = new Map<string, Damage>();
  readonly #folder: string | undefined;
  readonly #path: string;

  private constructor(folder: string | undefined) {
    this.#folder = folder;
    this.#path = join(folder ?? "", "damage.jsonl");
  }

  /** Reads what an earlier run kept. A line that cannot be read is measured again. */
  static async open(folder: string | undefined): Promise<DamageStore> {
    const store = new DamageStore(folder);
    const text = folder === undefined ? "" : await readFile(store.#path, "utf8").catch(() => "");
    for (const line of text.split("\n")) {
      try {
        const { of, damage } = JSON.parse(line) as { of: string; damage: Damage };
        store.#known.set(of, damage);
      } catch {
        // Empty, or cut off by a crash.
      }
    }
    return store;
  }

  known(of: string): Damage | undefined {
    return this.#known.get(of);
  }

  /** @throws SteadfastError `write-failed` */
  async add(of: string, damage: Damage): Promise<void> {
    this.#known.set(of, damage);
    // JSON has no word for what is not finite, and null would keep to any floor.
    if (this.#folder === undefined || Object.values(damage).some((value) => typeof value === "number" && !Number.isFinite(value))) return;
    try {
      await makeFolder(this.#folder);
      // The line feed comes first, so that a line that was cut off spoils no other.
      await appendFile(this.#path, `\n${JSON.stringify({ of, damage })}`);
    } catch (cause) {
      throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${this.#path} could not be written: ${messageOf(cause)}.`, hint: "Free some space and run the same command again: it goes on where it was.", cause });
    }
  }
}
