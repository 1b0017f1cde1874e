import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { isLarge, sha256 } from "./hub-content.ts";
import type { HubServer } from "./hub-server.ts";

/** Answers what belongs to uploads; fulfilled with whether it did. */
export async function answerUpload(hub: HubServer, server: "hub" | "storage", request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== "POST" && request.method !== "PUT") return false;
  const body = await buffer(request);
  const url = new URL(request.url ?? "/", hub.endpoint);
  if (server === "storage") {
    const hash = url.pathname.slice(1);
    // Storage wants to know the length beforehand, and keeps only what it was announced.
    const right = request.headers["content-length"] === String(body.byteLength) && sha256(body) === hash && url.searchParams.get("signature") === "upload";
    if (right) hub.objects.set(hash, body);
    response.writeHead(right ? 200 : 400).end();
    return true;
  }
  const json = (value: unknown, status = 200): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.headers.authorization !== "Bearer hf_writer") {
    response.writeHead(403, { "x-error-message": "This token may not write." }).end();
    return true;
  }
  if (url.pathname === "/api/repos/create") {
    const { name, organization, visibility } = JSON.parse(body.toString()) as { name: string; organization: string; visibility?: string };
    hub.addModel(`${organization}/${name}`, { ".gitattributes": "*.safetensors filter=lfs\n" }, { private: visibility === "private" });
    json({ url: `${hub.endpoint}/${organization}/${name}`, id: "2" });
    return true;
  }
  const [, repository = "", step = ""] = /^\/(?:api\/models\/)?([^/]+\/[^/]+?)(?:\/(preupload|commit)\/main|\.git\/info\/lfs\/objects\/(batch))$/.exec(url.pathname) ?? [];
  const model = hub.models.get(repository);
  if (model === undefined) response.writeHead(404, { "x-error-code": "RepoNotFound" }).end();
  else if (step === "preupload") {
    const { files } = JSON.parse(body.toString()) as { files: { path: string }[] };
    json({ files: files.map(({ path }) => ({ path, uploadMode: isLarge(path) ? "lfs" : "regular" })) });
  } else if (step === "commit") commit(hub, repository, body.toString(), json);
  else {
    const { objects } = JSON.parse(body.toString()) as { objects: { oid: string; size: number }[] };
    const upload = (oid: string): object => (hub.objects.has(oid) ? {} : { actions: { upload: { href: `${hub.storage}/${oid}?signature=upload` } } });
    json({ transfer: "basic", objects: objects.map(({ oid, size }) => ({ oid, size, ...upload(oid) })) });
  }
  return true;
}

function commit(hub: HubServer, repository: string, lines: string, json: (value: unknown, status?: number) => void): void {
  const model = hub.models.get(repository)!;
  const files: Record<string, Uint8Array> = Object.fromEntries(model.commits.get(model.revisions.get("main")!)!);
  for (const line of lines.split("\n")) {
    const { key, value } = JSON.parse(line) as { key: string; value: { path: string; content: string; oid: string } };
    if (key === "file") files[value.path] = Buffer.from(value.content, "base64");
    if (key !== "lfsFile") continue;
    const object = hub.objects.get(value.oid);
    if (object === undefined) return json({ error: `LFS object ${value.oid} was not uploaded` }, 400);
    files[value.path] = object;
  }
  const commitOid = hub.addModel(repository, files);
  json({ commitOid, commitUrl: `${hub.endpoint}/${repository}/commit/${commitOid}`, hookOutput: "" });
}
