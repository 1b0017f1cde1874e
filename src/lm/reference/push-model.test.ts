import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pushModel, type PushOptions } from "./push-model.ts";
import { resolveModel } from "./resolve-model.ts";
import { expectFiles, useHub } from "./testing/hub-fixture.ts";
import { noise, sampleModel, sampleNames, shardedModel } from "./testing/sample-model.ts";
import { expectFailure, scratchFolders } from "./testing/scratch.ts";

const fixture = useHub();
const scratch = scratchFolders();

function savedModel(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = scratch();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function push(options: Partial<PushOptions> & { folder: string }): Promise<{ url: string; revision: string }> {
  const { environment, pace, sink } = fixture.options;
  return pushModel({ repository: "org/name", environment: { ...environment, HF_TOKEN: "hf_writer" }, pace: pace!, sink: sink!, ...options });
}

test("a pushed model comes back the same, from a repository that is made, then from one that is there", async () => {
  const { hub, options, events } = fixture;
  const files = { ...sampleModel(noise(1, 700_000)), ".env": "SECRET=1", "notes.txt": "mine" };
  const folder = savedModel(files);
  mkdirSync(join(folder, "checkpoint-1"));
  const pushed = await push({ folder, repository: "hf:org/name", private: true });
  expect(pushed).toEqual({ url: `${hub.endpoint}/org/name`, revision: hub.models.get("org/name")!.revisions.get("main") });
  expect(hub.models.get("org/name")!.private).toBe(true);
  expect([...hub.models.get("org/name")!.commits.get(pushed.revision)!.keys()].sort()).toEqual([".gitattributes", ...sampleNames].sort());
  expect(events.find((event) => event.type === "message")).toMatchObject({ text: expect.stringContaining("notes.txt") });
  const progress = events.findLast((event) => event.type === "progress");
  expect(progress).toMatchObject({ task: "uploading org/name", done: progress?.total, unit: "bytes" });

  const reader = { ...options, environment: { ...options.environment, HF_TOKEN: "hf_reader" } };
  const resolved = await resolveModel("hf:org/name", reader);
  expect(resolved.revision).toBe(pushed.revision);
  expectFiles(resolved.folder, files, sampleNames);

  writeFileSync(join(folder, "config.json"), '{"again":true}');
  hub.seen.length = 0;
  const again = await push({ folder });
  // The weights are there already.
  expect(hub.seen.filter(({ method }) => method === "PUT")).toEqual([]);
  expect(hub.seen.filter(({ path }) => path === "/api/repos/create")).toEqual([]);
  expect(readFileSync(join((await resolveModel("hf:org/name", reader)).folder, "config.json"), "utf8")).toBe('{"again":true}');
  expect(again.revision).not.toBe(pushed.revision);
});

test("the token goes to the hub alone, and the shards to storage", async () => {
  const { hub } = fixture;
  hub.addModel("org/name", { "README.md": "kept" });
  const { revision } = await push({ folder: savedModel(shardedModel()) });
  const uploads = hub.seen.filter(({ server }) => server === "storage");
  expect(uploads.map(({ method, authorization }) => ({ method, authorization }))).toEqual([{ method: "PUT", authorization: undefined }, { method: "PUT", authorization: undefined }]);
  expect(hub.seen.filter(({ server }) => server === "hub").every(({ authorization }) => authorization === "Bearer hf_writer")).toBe(true);
  expect(hub.models.get("org/name")!.commits.get(revision)!.has("README.md")).toBe(true);
});

test("uploads are tried again; a commit whose answer may be lost is not", async () => {
  const { hub, events } = fixture;
  const files = sampleModel();
  const folder = savedModel(files);
  hub.fail(/signature=upload/, { kind: "status", status: 503 }, { kind: "status", status: 500 });
  hub.fail(/\/preupload\//, { kind: "status", status: 429, headers: { "retry-after": "0" } });
  hub.fail(/\/commit\//, { kind: "status", status: 503 });
  await push({ folder });
  const progress = events.findLast((event) => event.type === "progress");
  expect(progress?.done).toBe(progress?.total);
  hub.fail(/\/commit\//, { kind: "status", status: 504 });
  hub.seen.length = 0;
  await expectFailure(push({ folder }), "hub-unavailable", "504");
  expect(hub.seen.filter(({ path }) => path.includes("/commit/")).length).toBe(1);
});

test("what cannot be pushed is refused before anything is sent", async () => {
  const { hub } = fixture;
  const folder = savedModel(sampleModel());
  await expectFailure(push({ folder, environment: { HF_ENDPOINT: hub.endpoint } }), "token-needed", "who you are");
  await expectFailure(push({ folder, environment: { HF_TOKEN: "hf_writer", HF_HUB_OFFLINE: "1" } }), "hub-offline", "HF_HUB_OFFLINE");
  for (const repository of ["name", "org/name@main", "a/b/c", "../x", ""]) await expectFailure(push({ folder, repository }), "repository-malformed", JSON.stringify(repository));
  await expectFailure(push({ folder: join(folder, "none") }), "folder-not-a-model", "ENOENT");
  rmSync(join(folder, "config.json"));
  await expectFailure(push({ folder }), "folder-not-a-model", "config.json");
  const { "model-00001-of-00002.safetensors": _, ...partly } = shardedModel();
  await expectFailure(push({ folder: savedModel(partly) }), "folder-not-a-model", "model-00001-of-00002.safetensors");
  expect(hub.seen).toEqual([]);
});

test("a token that may not write, an abort", async () => {
  const { hub, options } = fixture;
  const folder = savedModel(sampleModel());
  hub.addModel("org/name", { "README.md": "x" });
  await expectFailure(push({ folder, environment: { ...options.environment, HF_TOKEN: "hf_reader" } }), "hub-forbids", "may not write");
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(push({ folder, signal })).rejects.toBe(signal.reason);
});
