import { createContext } from "preact";
import { type Inputs, useContext, useEffect, useState } from "preact/hooks";
import type { RunDocument } from "../../data/document.ts";
import type { RoundDocument } from "../../data/round/round-document.ts";
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
  const { value, error } = useDocument(id, { read: source.run, version: source.version, forget: source.forget });
  // Another run's document may still stand there while this one's is read.
  return { value: value !== null && value.run.id === id ? value : null, error };
}

/** The document of a round, which is read again whenever something was written to the run that measured last. */
export function useRound(id: string): Loaded<RoundDocument> {
  const source = useSource();
  const { value, error } = useDocument(id, { read: source.round, version: source.roundVersion, forget: () => {} });
  return { value: value !== null && value.id === id ? value : null, error };
}

interface DocumentReader<Value> {
  readonly read: (id: string) => Promise<Value>;
  readonly version: (id: string) => Promise<string>;
  readonly forget: (id: string) => void;
}

function useDocument<Value extends { readonly version: string }>(id: string, { read, version: versionOf, forget }: DocumentReader<Value>): Loaded<Value> {
  const source = useSource();
  const [version, setVersion] = useState("");
  const loaded = useLoaded(() => read(id), [id, version]);
  const { value } = loaded;
  const look = async (): Promise<void> => {
    // A viewer that does not answer is told when something is read from it.
    const now = await versionOf(id).catch(() => null);
    if (now === null || now === value?.version || now === version) return;
    forget(id);
    setVersion(now);
  };
  useFollowing(source.live && value !== null, () => void look(), [id, value, version]);
  return loaded;
}
