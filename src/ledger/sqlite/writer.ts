import { setImmediate as nextTurn } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { asLedgerError, closed } from "./errors.ts";

interface Job {
  work(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

// More would keep other processes waiting, and the event loop of this one.
const JOBS_PER_TRANSACTION = 200;

/**
 * Writes in transactions, one at a time. What is asked for in the same turn of the event loop is committed together,
 * since the commit (the wait for the disk) is what costs; each job still succeeds or fails on its own.
 */
export class Writer {
  readonly #connection: Connection;
  #jobs: Job[] = [];
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Does `work` within a transaction; fulfilled once it is on disk. If it throws or cannot be committed, none of it is kept. */
  write<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed(this.#connection.file));
      this.#jobs.push({ work, resolve: resolve as Job["resolve"], reject });
      this.#running ??= this.#run();
    });
  }

  /** Finishes what was asked for and takes nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (this.#jobs.length > 0) {
      let jobs: Job[] = [];
      try {
        const settle = await this.#connection.whenFree(() => {
          // From here to the commit nothing is awaited, so nothing else comes between on this connection.
          this.#connection.execute("BEGIN IMMEDIATE");
          jobs = this.#jobs.splice(0, JOBS_PER_TRANSACTION);
          return this.#transact(jobs);
        });
        for (const one of settle) one();
      } catch (error) {
        if (jobs.length === 0) jobs = this.#jobs.splice(0);
        for (const job of jobs) job.reject(error);
      }
      // What the settled promises ask for next can go into the same transaction.
      await nextTurn();
    }
    this.#running = null;
  }

  #transact(jobs: readonly Job[]): (() => void)[] {
    try {
      const settle = jobs.map((job) => this.#perform(job));
      this.#connection.execute("COMMIT");
      return settle;
    } catch (error) {
      if (this.#connection.isInTransaction) this.#connection.execute("ROLLBACK");
      throw asLedgerError(this.#connection.file, error);
    }
  }

  #perform(job: Job): () => void {
    this.#connection.execute("SAVEPOINT job");
    try {
      const result = job.work();
      this.#connection.execute("RELEASE job");
      return () => job.resolve(result);
    } catch (error) {
      // A full disk may have ended the whole transaction already.
      if (!this.#connection.isInTransaction) throw error;
      this.#connection.execute("ROLLBACK TO job; RELEASE job");
      return () => job.reject(asLedgerError(this.#connection.file, error));
    }
  }
}
