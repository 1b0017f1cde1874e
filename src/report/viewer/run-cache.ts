import { SteadfastError } from "../../base/index.ts";
import type { Ledger, Run } from "../../ledger/index.ts";
import { runVersion } from "../data/run-version.ts";

interface Entry<Read> {
  readonly version: string;
  readonly opened: Promise<Read>;
  /** When reading it began, and how long it took; milliseconds. */
  readonly began: number;
  took: number;
}

const mostRuns = 6;
// A run that grows is read again, but for no more than a fifth of the time.
const restFactor = 5;

/** What was read of runs, kept until something is written to them. */
export class RunCache<Read> {
  readonly #ledger: Ledger;
  readonly #read: (ledger: Ledger, run: Run) => Promise<Read>;
  readonly #entries = new Map<string, Entry<Read>>();

  constructor(ledger: Ledger, read: (ledger: Ledger, run: Run) => Promise<Read>) {
    this.#ledger = ledger;
    this.#read = read;
  }

  /** What a page is to show of a run now. */
  async open(id: string): Promise<Read> {
    const run = await this.#find(id);
    const version = await runVersion(this.#ledger, run);
    const known = this.#entries.get(run.id);
    if (known !== undefined && (known.version === version || performance.now() - known.began < restFactor * known.took)) return known.opened;
    const entry: Entry<Read> = { version, opened: this.#read(this.#ledger, run), began: performance.now(), took: 0 };
    this.#entries.delete(run.id);
    this.#entries.set(run.id, entry);
    entry.opened.then(
      () => (entry.took = performance.now() - entry.began),
      () => this.#entries.delete(run.id),
    );
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > mostRuns) this.#entries.delete(oldest!);
    return entry.opened;
  }

  /** The version of what `open` would give; a run that is still being read has none that is newer. */
  async version(id: string): Promise<string> {
    const run = await this.#find(id);
    const known = this.#entries.get(run.id);
    const rests = known !== undefined && performance.now() - known.began < restFactor * known.took;
    return rests ? known.version : runVersion(this.#ledger, run);
  }

  /** @throws SteadfastError `run-not-found` */
  #find(id: string): ReturnType<Ledger["findRun"]> {
    if (!/^[0-9a-z]{9}$/.test(id)) throw new SteadfastError({ code: "run-not-found", sentence: "There is no such run." });
    return this.#ledger.findRun(id);
  }
}
