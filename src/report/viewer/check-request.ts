import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

/** @see checkRequest */
export interface CheckedAddress {
  readonly port: number;
  readonly token: string;
}

/**
 * Whether a request is the user's own: a page elsewhere may neither name this server by a name of its own (rebinding), nor call it from
 * its own origin, nor know the token. Null: it is.
 */
export function checkRequest({ method, headers, url = "/" }: Pick<IncomingMessage, "method" | "headers" | "url">, { port, token }: CheckedAddress): Refusal | null {
  const hosts = ["127.0.0.1", "localhost"].map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? "")) return { status: 421, sentence: "This server answers under its own address only." };
  if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`)) return { status: 403, sentence: "Another site asked for this." };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return { status: 403, sentence: "Another site asked for this." };
  if (method !== "GET" && method !== "HEAD") return { status: 405, sentence: "This server only shows." };
  const given = Buffer.from(url.split("/")[1] ?? "");
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { status: 403, sentence: "The address lacks its token: open the one that `steadfast view` has printed." };
  return null;
}
