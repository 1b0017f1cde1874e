/** The largest length that was asked of the constructors and functions that make arrays of bytes and numbers. */
export interface AllocationWatch {
  /** Since the last call. */
  takeLargest(): number;
  stop(): void;
}

/** Watches what the code under test allocates: memory that is asked for and never touched would show nowhere else. */
export function watchAllocations(): AllocationWatch {
  let largest = 0;
  const note = (length: unknown): void => {
    if (typeof length === "number" && !(length <= largest)) largest = length;
  };
  const originals = { Uint8Array, Float32Array, alloc: Buffer.alloc, allocUnsafe: Buffer.allocUnsafe };
  const watched = <T extends new (...given: never[]) => object>(original: T): T =>
    new Proxy(original, {
      construct(target, given, newTarget) {
        note((given as readonly unknown[])[0]);
        return Reflect.construct(target, given, newTarget as never) as object;
      },
    });
  const noted =
    <T extends (size: number, ...rest: never[]) => unknown>(original: T): T =>
      ((size: number, ...rest: never[]) => {
        note(size);
        return original(size, ...rest);
      }) as T;
  globalThis.Uint8Array = watched(originals.Uint8Array);
  globalThis.Float32Array = watched(originals.Float32Array);
  Buffer.alloc = noted(originals.alloc);
  Buffer.allocUnsafe = noted(originals.allocUnsafe);
  return {
    takeLargest: () => {
      const taken = largest;
      largest = 0;
      return taken;
    },
    stop: () => {
      globalThis.Uint8Array = originals.Uint8Array;
      globalThis.Float32Array = originals.Float32Array;
      Buffer.alloc = originals.alloc;
      Buffer.allocUnsafe = originals.allocUnsafe;
    },
  };
}
