import type { InferenceSession } from "onnxruntime-node";

/** A session and what is known about it. */
export interface CachedSession<Details> {
  readonly session: InferenceSession;
  /** Bytes of the model and its constants, which the session holds a copy of. */
  readonly bytes: number;
  readonly details: Details;
}

/** How much may be kept. */
export interface SessionCacheLimits {
  count?: number;
  bytes?: number;
}

interface Entry {
  promise: Promise<CachedSession<unknown>>;
  bytes: number;
  users: number;
}

/**
 * Keeps sessions up to a number and a total of bytes; the longest unused goes first. One in use is never released.
 *
 * @example
 * const cache = new SessionCache({ count: 8, bytes: 2 ** 31 });
 */
export class SessionCache {
  readonly #limits: Required<SessionCacheLimits>;
  readonly #entries = new Map<string, Entry>();

  constructor({ count = 32, bytes = 8 * 2 ** 30 }: SessionCacheLimits = {}) {
    this.#limits = { count, bytes };
  }

  get count(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  }

  /** Uses the session of the key, creating it where there is none; it cannot be released meanwhile. */
  async use<Details, Result>(key: string, create: () => Promise<CachedSession<Details>>, use: (cached: CachedSession<Details>) => Promise<Result>): Promise<Result> {
    const entry = this.#entries.get(key) ?? { promise: create(), bytes: 0, users: 0 };
    // Deleting and setting again moves the key to the end: the map's order is that of last use.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.users += 1;
    try {
      const cached = (await entry.promise) as CachedSession<Details>;
      entry.bytes = cached.bytes;
      return await use(cached);
    } catch (error) {
      if (entry.bytes === 0 && this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    } finally {
      entry.users -= 1;
      await this.#shrink(this.#limits);
    }
  }

  /** Releases every session that is not in use. */
  async clear(): Promise<void> {
    await this.#shrink({ count: 0, bytes: 0 });
  }

  async #shrink(limits: Required<SessionCacheLimits>): Promise<void> {
    for (const [key, entry] of this.#entries) {
      if (this.count <= limits.count && this.bytes <= limits.bytes) return;
      if (entry.users > 0) continue;
      this.#entries.delete(key);
      // A session that cannot be released is no concern of whoever used another.
      await entry.promise.then(({ session }) => session.release()).catch(() => {});
    }
  }
}

/** The cache that compiled functions share unless they are given another. */
export const sharedCache: SessionCache = new SessionCache();
