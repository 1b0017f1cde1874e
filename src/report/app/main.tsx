import { render } from "preact";
import { App } from "./app.tsx";
import { embeddedSource } from "./source/embedded-source.ts";
import { liveSource } from "./source/live-source.ts";
import "./styles.css";

const embedded = embeddedSource(document);
const runs = (await embedded?.runs()) ?? [];
// A file with one run opens on it.
if (runs.length === 1 && location.hash === "") history.replaceState(null, "", `#/run/${runs[0]!.id}`);
render(<App source={embedded ?? liveSource} />, document.querySelector("#app")!);
