import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { ComparePage } from "./pages/compare/compare-page.tsx";
import { RoundPage } from "./pages/round/round-page.tsx";
import { RunPage } from "./pages/run/run-page.tsx";
import { RunsPage } from "./pages/runs/runs-page.tsx";
import { addressOf, type Route, useRoute } from "./routing/route.ts";
import { cachedSource } from "./source/cached-source.ts";
import type { Source } from "./source/source.ts";
import { SourceContext, useLoaded } from "./source/use-source.ts";
import { Inline } from "./text/model-text.tsx";
import { visibleLine } from "./text/visible-pieces.ts";

/** All pages over one source. */
export function App({ source }: { readonly source: Source }): JSX.Element {
  const cached = useMemo(() => cachedSource(source), [source]);
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.path.join("/");
  // The round that is looked at, or the newest.
  const { value: rounds } = useLoaded(() => cached.rounds(), [cached, route.path[0]]);
  const round = (route.path[0] === "round" ? route.path[1] : undefined) ?? rounds?.[0]?.id ?? null;
  const first = useRef(place);
  useEffect(() => {
    document.title = visibleLine(["steadfast", ...route.path.slice(1, 4)].join(" · "));
    // Another page begins at its top, and readers of screens are led to it; the first is where it is.
    if (first.current === place) return;
    first.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <SourceContext.Provider value={cached}>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        main.current?.focus();
      }}>To the content</a>
      <header class="top">
        <a class="name" href="#/">steadfast</a>
        <nav aria-label="Where you are">
          <a href="#/" aria-current={route.path.length === 0 ? "page" : undefined}>runs</a>
          {round !== null && <a href={addressOf(["round", round])} aria-current={route.path[0] === "round" ? "page" : undefined}>round</a>}
          {route.path[0] === "run" && <a href={`#/run/${encodeURIComponent(route.path[1] ?? "")}`} aria-current={route.path.length === 2 ? "page" : undefined}><Inline text={route.path[1] ?? ""} /></a>}
        </nav>
        {source.live && <span class="live" title="Follows what is written to the ledger">live</span>}
      </header>
      <main ref={main} id="main" tabIndex={-1}><Page route={route} key={route.path[0] ?? ""} /></main>
    </SourceContext.Provider>
  );
}

function Page({ route }: { readonly route: Route }): JSX.Element {
  if (route.path[0] === "run") return <RunPage route={route} />;
  if (route.path[0] === "round") return <RoundPage route={route} key={route.path[1] ?? ""} />;
  return route.path[0] === "compare" ? <ComparePage route={route} /> : <RunsPage route={route} />;
}
