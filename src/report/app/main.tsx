import { render } from "preact";
import { App } from "./app.tsx";
import { embeddedSource } from "./source/embedded-source.ts";
import { liveSource } from "./source/live-source.ts";
import "./styles.css";

const embedded = embeddedSource(document);
const [runs, rounds] = await Promise.all([embedded?.runs() ?? [], embedded?.rounds() ?? []]);
// A file with one round opens on it, and one with one run on that.
const first = rounds.length === 1 ? `#/round/${rounds[0]!.id}` : runs.length === 1 ? `#/run/${runs[0]!.id}` : null;
if (first !== null && location.hash === "") history.replaceState(null, "", first);
render(<App source={embedded ?? liveSource} />, document.querySelector("#app")!);
