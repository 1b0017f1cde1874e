import { startServer } from "./loopback-server.ts";
import { wireFormats } from "./wire-formats.ts";

/** A process of its own that answers chat completions after 50 ms, so that its work is not counted as the client's; asked for its counts, it says them. */
const body = wireFormats.find(({ name }) => name === "OpenAI-compatible")!.write({ text: "yes" });
const server = await startServer(() => ({ body, after: 50 }), { keep: false });
process.on("message", () => process.send!({ mostAtOnce: server.mostAtOnce, abandoned: server.abandoned }));
process.on("disconnect", () => process.exit());
process.send!({ url: server.url });
