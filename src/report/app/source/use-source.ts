import { createContext } from "preact";
import { type Inputs, useContext, useEffect, useState } from "preact/hooks";
import type { RunDocument } from "../../data/document.ts";
import type { cachedSource } from "./cached-source.ts";

type Cached = ReturnType<typeof cachedSource>;

/** The one source of the pages. */
export const SourceContext: ReturnType<typeof createContext<Cached | null>> = createContext<Cached | null>(null);

export function useSource(): Cached {
  return useContext(SourceContext)!;
}

/** What is being waited for, has come, or went wrong. While something newer is read, the older stays. */
export type Loaded<Value> = { readonly value: Value | null; readonly error: string | null };

/** Reads when what it depends on changes. */
export function useLoaded<Value>(read: () => Promise<Value>, inputs: Inputs): Loaded<Value> {
  const [state, setState] = useState<Loaded<Value>>({ value: null, error: null });
  useEffect(() => {
    let isWanted = true;
    read().then(
      (value) => isWanted && setState({ value, error: null }),
      (error: unknown) => isWanted && setState({ value: null, error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, inputs);
  return state;
}

const followMilliseconds = 1500;

/** Calls again and again while the page is looked at. */
export function useFollowing(isWanted: boolean, look: () => void, inputs: Inputs): void {
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") look();
    }, followMilliseconds);
    return () => clearInterval(timer);
  }, [isWanted, ...inputs]);
}

/** The document of a run, which is read again whenever something was written to it. */
export function useRun(id: string): Loaded<RunDocument> {
  const source = useSource();
  const [version, setVersion] = useState("");
  const loaded = useLoaded(() => source.run(id), [id, version]);
  const known = loaded.value;
  // Another run's document may still stand there while this one's is read.
  const value = known !== null && known.run.id === id ? known : null;
  const look = async (): Promise<void> => {
    // A viewer that does not answer is told when something is read from it.
    const now = await source.version(id).catch(() => null);
    if (now === null || now === value?.version || now === version) return;
    source.forget(id);
    setVersion(now);
  };
  useFollowing(source.live && value !== null, () => void look(), [value, version]);
  return { value, error: loaded.error };
}
