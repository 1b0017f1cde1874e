import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { asLedgerError, closed, isBusy } from "./errors.ts";

export type Parameters = Record<string, SQLInputValue>;

/** @see Connection */
export interface ConnectionOptions {
  database: DatabaseSync;
  /** For messages. */
  file: string;
  /** How long to wait for another program's lock. */
  busyTimeoutMilliseconds: number;
}

/** A database with its prepared statements. Waiting for locks happens here, so that the event loop is never blocked by it. */
export class Connection {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #busyTimeoutMilliseconds: number;
  readonly #statements = new Map<string, StatementSync>();

  constructor({ database, file, busyTimeoutMilliseconds }: ConnectionOptions) {
    this.#database = database;
    this.file = file;
    this.#busyTimeoutMilliseconds = busyTimeoutMilliseconds;
  }

  get isInTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined;
  }

  /** Rows one by one. A read transaction is open until the iteration ends or is left. */
  iterate<Row>(sql: string, parameters: Parameters = {}): Iterable<Row> {
    return this.#prepare(sql).iterate(parameters) as Iterable<Row>;
  }

  /** The number of rows changed. */
  change(sql: string, parameters: Parameters = {}): number {
    return Number(this.#prepare(sql).run(parameters).changes);
  }

  /** Runs statements without parameters or results. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /**
   * Does something with the database, again and again while another program holds a lock.
   *
   * @throws SteadfastError of the codes in errors.ts.
   */
  async whenFree<Result>(action: () => Result): Promise<Result> {
    const deadline = performance.now() + this.#busyTimeoutMilliseconds;
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (!this.#database.isOpen) throw closed(this.file);
        return action();
      } catch (error) {
        const left = deadline - performance.now();
        if (!isBusy(error) || left <= 0) throw asLedgerError(this.file, error);
        // Random, so that processes that wait for each other do not go on doing so in step.
        await sleep(Math.min(left, 1 + Math.random() * Math.min(4 * (attempt + 1), 40)));
      }
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
