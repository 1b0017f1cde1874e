import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { systemCodeOf } from "../../base/index.ts";
import { redact } from "./redact.ts";

/** What happened to a connection. */
export class TransportFailure extends Error {
  readonly what: "unreachable" | "insecure" | "no-http" | "cut-before" | "cut-within" | "too-large";
  readonly systemCode: string | undefined;

  constructor(what: TransportFailure["what"], systemCode?: string) {
    super(what);
    this.name = "TransportFailure";
    this.what = what;
    this.systemCode = systemCode;
  }
}

/** No answer of a chat is larger; what is larger is not read. */
const largestBody = 64 * 2 ** 20;

/**
 * `fetch` for one provider. Beside the global one it follows no redirect (headers of keys would go along), has no time-out of its
 * own below a long answer's time, bounds what it reads, and takes secrets out of what comes back before anything sees it.
 */
export function createTransport({ secrets, maximumBytes = largestBody }: { secrets: readonly string[]; maximumBytes?: number }): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const body = Buffer.from(typeof init.body === "string" ? init.body : "");
      const signal = init.signal ?? undefined;
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const open = url.protocol === "https:" ? requestHttps : requestHttp;
      const headers = { ...Object.fromEntries(new Headers(init.headers)), "accept-encoding": "identity", "content-length": body.byteLength };
      const outgoing = open(url, { method: init.method ?? "GET", headers }, (incoming) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        incoming.on("data", (piece: Buffer) => {
          bytes += piece.byteLength;
          if (bytes <= maximumBytes) pieces.push(piece);
          else fail(new TransportFailure("too-large"));
        });
        incoming.on("error", (error) => fail(new TransportFailure("cut-within", systemCodeOf(error))));
        incoming.on("end", () => {
          finish();
          const { statusCode: status = 0 } = incoming;
          const hasBody = status >= 200 && status !== 204 && status !== 205 && status !== 304;
          resolve(new Response(hasBody ? redact(Buffer.concat(pieces).toString(), secrets) : null, { status: status >= 200 ? status : 502, headers: headersOf(incoming.headers, secrets) }));
        });
      });
      const finish = (): void => signal?.removeEventListener("abort", cancel);
      const fail = (error: unknown): void => {
        finish();
        reject(error);
        outgoing.destroy();
      };
      const cancel = (): void => fail(signal!.reason);
      signal?.addEventListener("abort", cancel, { once: true });
      outgoing.on("error", (error) => {
        const code = systemCodeOf(error);
        fail(new TransportFailure(kindOf(code ?? ""), code));
      });
      outgoing.end(body);
    });
}

function kindOf(code: string): TransportFailure["what"] {
  if (code === "ECONNRESET" || code === "EPIPE") return "cut-before";
  if (code.startsWith("HPE_")) return "no-http";
  return /CERT|SSL|TLS|EPROTO|UNABLE_TO_/.test(code) ? "insecure" : "unreachable";
}

/** Only what is read later: other headers, cookies among them, are nobody's business. */
const wanted: ReadonlySet<string> = new Set(["content-type", "retry-after", "retry-after-ms"]);

function headersOf(headers: NodeJS.Dict<string | string[]>, secrets: readonly string[]): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] => (wanted.has(name) && typeof value === "string" ? [[name, redact(value, secrets).replace(/[^\x20-\x7e]/g, "")]] : []));
}
