import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerWithContent, type Fault, type Flow } from "./faulty-answer.ts";
import { commitOf, gitHash, type HostedModel, isLarge, sha256, treeEntry } from "./hub-content.ts";
import { answerUpload } from "./hub-uploads.ts";

/** A request that one of the two servers got. */
export interface SeenRequest {
  server: "hub" | "storage";
  method: string;
  /** With its query. */
  path: string;
  authorization: string | undefined;
  range: string | undefined;
  /** Of the body of the answer. */
  bytes: number;
  status: number;
}

/** A hub on loopback with storage on another port, that speaks the public hub's interface and can be told to fail. */
export interface HubServer {
  readonly endpoint: string;
  readonly storage: string;
  readonly models: Map<string, HostedModel>;
  /** Content of large files by hash. */
  readonly objects: Map<string, Uint8Array>;
  /** Old names of repositories. */
  readonly renamed: Map<string, string>;
  /** Tokens that the hub knows; the last is of an account without rights to gated models. */
  readonly tokens: Set<string>;
  readonly seen: SeenRequest[];
  flow: Flow;
  /** Entries a page of a listing has, at most. */
  pageSize: number;
  /** How many times larger than they are listings say that large files are. */
  inflate: number;
  addModel(repository: string, files: Readonly<Record<string, string | Uint8Array>>, options?: { revision?: string; gated?: boolean; private?: boolean }): string;
  /** Lets the next requests whose path matches fail, each fault once. */
  fail(path: RegExp, ...faults: Fault[]): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startHubServer(): Promise<HubServer> {
  const planned: { path: RegExp; fault: Fault }[] = [];
  const hubSide = createServer((request, response) => void answer("hub", request, response));
  const storageSide = createServer((request, response) => void answer("storage", request, response));
  const [hubPort, storagePort] = [await listen(hubSide), await listen(storageSide)];

  const hub: HubServer = {
    endpoint: `http://127.0.0.1:${hubPort}`,
    // By another name: clients take a server for another by its name, not by its port.
    storage: `http://localhost:${storagePort}`,
    models: new Map(),
    objects: new Map(),
    renamed: new Map(),
    tokens: new Set(["hf_reader", "hf_writer"]),
    seen: [],
    flow: { piece: 64 * 1024, wait: 0 },
    pageSize: 1000,
    inflate: 1,
    addModel(repository, files, { revision = "main", gated = false, private: isPrivate = false } = {}) {
      const model = this.models.get(repository) ?? { repository, commits: new Map(), revisions: new Map(), gated, private: isPrivate };
      const content = new Map(Object.entries(files).map(([name, text]) => [name, typeof text === "string" ? Buffer.from(text) : text]));
      for (const [name, bytes] of content) if (isLarge(name)) this.objects.set(sha256(bytes), bytes);
      const commit = commitOf(content, model.revisions.get(revision) ?? repository);
      model.commits.set(commit, content);
      model.revisions.set(revision, commit);
      this.models.set(repository, model);
      return commit;
    },
    fail(path, ...faults) {
      planned.push(...faults.map((fault) => ({ path, fault })));
    },
    async [Symbol.asyncDispose]() {
      for (const server of [hubSide, storageSide]) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
    },
  };

  async function answer(server: "hub" | "storage", request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const seen: SeenRequest = { server, method: request.method ?? "", path, authorization: request.headers.authorization, range: request.headers.range, bytes: 0, status: 0 };
    hub.seen.push(seen);
    response.on("close", () => (seen.status = response.statusCode));
    const position = planned.findIndex((each) => each.path.test(path));
    const fault = position < 0 ? undefined : planned.splice(position, 1)[0]!.fault;
    if (fault?.kind === "status") response.writeHead(fault.status, fault.headers).end();
    else if (fault?.kind === "page") response.writeHead(200, { "content-type": "text/html" }).end("<html>Please log in</html>");
    else if (await answerUpload(hub, server, request, response)) return;
    else if (server === "storage") await answerFromStorage(hub, { request, response, fault, seen });
    else await answerFromHub(hub, { request, response, fault, seen });
  }

  return hub;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  fault: Fault | undefined;
  seen: SeenRequest;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function answerFromStorage(hub: HubServer, exchange: Exchange): Promise<void> {
  const { request, response, fault, seen } = exchange;
  const url = new URL(seen.path, hub.storage);
  const content = hub.objects.get(url.pathname.slice(1));
  // Signed addresses, as of storage: what is not signed is not served.
  if (content === undefined || url.searchParams.get("signature") !== "valid") return void response.writeHead(403).end();
  await answerWithContent({ request, response, content, headers: { etag: `"${sha256(content).slice(0, 32)}"` }, fault, flow: hub.flow, onBytes: (bytes) => (seen.bytes += bytes) });
}

async function answerFromHub(hub: HubServer, exchange: Exchange): Promise<void> {
  const { request, response, fault, seen } = exchange;
  const url = new URL(seen.path, hub.endpoint);
  const [, , repository = "", verb = "", rest = ""] = /^(\/api\/models|\/api\/resolve-cache\/models|)\/(gpt2|[^/]+\/[^/]+?)\/(revision|tree|resolve|[0-9a-f]{40})(?:\/(.*))?$/.exec(url.pathname) ?? [];
  const refuse = (status: number, code: string, message: string): void => void response.writeHead(status, { "x-error-code": code, "x-error-message": message }).end();
  const token = seen.authorization?.replace("Bearer ", "");
  if (token !== undefined && !hub.tokens.has(token)) return refuse(401, "", "Invalid credentials in Authorization header");
  const renamed = hub.renamed.get(repository);
  if (renamed !== undefined) return void response.writeHead(307, { location: seen.path.replace(repository, renamed) }).end();
  const model = hub.models.get(repository);
  if (model === undefined || (model.private && token === undefined)) return refuse(token === undefined ? 401 : 404, "RepoNotFound", "Repository not found");
  const [revision = "", ...path] = verb.length === 40 ? [verb, rest] : rest.split("/");
  const commit = model.revisions.get(decodeURIComponent(revision)) ?? revision;
  const files = model.commits.get(commit);
  if (files === undefined) return refuse(404, "RevisionNotFound", `Invalid rev id: ${revision}`);
  const json = (value: unknown, headers: Record<string, string> = {}): void => void response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

  if (verb === "revision") {
    const siblings = [...files.keys()].map((rfilename) => ({ rfilename }));
    return json({ _id: "1", id: repository, private: model.private, gated: model.gated && "auto", likes: 0, downloads: 0, lastModified: "2025-01-01T00:00:00.000Z", sha: commit, siblings });
  }
  if (verb === "tree") {
    const first = Number(url.searchParams.get("cursor") ?? 0);
    const next = first + hub.pageSize;
    const link = `<${hub.endpoint}${url.pathname}?recursive=false&cursor=${next}>; rel="next"`;
    return json([...files].map(([name, content]) => treeEntry(name, content, hub.inflate)).slice(first, next), next < files.size ? { link } : {});
  }
  if (model.gated && token !== "hf_reader") return refuse(token === undefined ? 401 : 403, "GatedRepo", "Access to this model is restricted.");
  const name = decodeURIComponent(path.join("/"));
  const content = files.get(name);
  if (content === undefined) return refuse(404, "EntryNotFound", "Entry not found");
  const headers = { "x-repo-commit": commit, etag: `"${gitHash(content)}"` };
  if (isLarge(name)) {
    const hash = sha256(content);
    const linked = { "x-repo-commit": commit, "x-linked-etag": `"${hash}"`, "x-linked-size": String(content.byteLength) };
    return void response.writeHead(302, { ...linked, location: `${hub.storage}/${hash}?signature=valid` }).end();
  }
  // Small files are served from another address of the hub itself.
  if (verb === "resolve") return void response.writeHead(307, { ...headers, location: `/api/resolve-cache/models/${repository}/${commit}/${encodeURIComponent(name)}` }).end();
  await answerWithContent({ request, response, content, headers, fault, flow: hub.flow, onBytes: (bytes) => (seen.bytes += bytes) });
}
