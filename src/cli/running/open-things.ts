/** What a command has opened, closed in the opposite order when it leaves. Node 22 has no `AsyncDisposableStack`. */
export class OpenThings implements AsyncDisposable {
  readonly #closers: (() => void | Promise<void>)[] = [];

  /** Takes a thing over. */
  adopt<Thing>(thing: Thing, close: (thing: Thing) => void | Promise<void>): Thing {
    this.#closers.push(() => close(thing));
    return thing;
  }

  /** Closes all, also behind one that fails; the first failure is thrown. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).toReversed()) {
      try {
        await close();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
