import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { resolveModel } from "./resolve-model.ts";
import { gitHash, sha256 } from "./testing/hub-content.ts";
import { expectFiles, useHub } from "./testing/hub-fixture.ts";
import { noise, sampleModel, sampleNames, shardedModel } from "./testing/sample-model.ts";
import { expectFailure, scratchFolders } from "./testing/scratch.ts";

const fixture = useHub();
const scratch = scratchFolders();

test("a model comes into the cache as the ecosystem lays it out", async () => {
  const { hub, cacheFolder, options, events } = fixture;
  const files = sampleModel();
  const commit = hub.addModel("org/name", files);
  const model = join(cacheFolder, "models--org--name");
  const resolved = await resolveModel("hf:org/name", options);
  expect(resolved).toEqual({ folder: join(model, "snapshots", commit), reference: "hf:org/name", revision: commit });
  expectFiles(resolved.folder, files, sampleNames);
  expect(readFileSync(join(model, "refs/main"), "utf8")).toBe(commit);
  expect(readlinkSync(join(resolved.folder, "config.json"))).toBe(`../../blobs/${gitHash(Buffer.from(files["config.json"]!))}`);
  expect(readlinkSync(join(resolved.folder, "model.safetensors"))).toBe(`../../blobs/${sha256(files["model.safetensors"] as Uint8Array)}`);
  // vocab.json, tokenizer_config.json and generation_config.json are the same.
  expect(readdirSync(join(model, "blobs")).length).toBe(sampleNames.length - 2);

  const progress = events.filter((event) => event.type === "progress");
  const total = sampleNames.reduce((sum, name) => sum + Buffer.from(files[name]!).byteLength, 0);
  expect(progress.at(-1)).toMatchObject({ task: "downloading org/name", done: total, total, unit: "bytes" });
  for (const [earlier, later] of progress.slice(1).entries()) expect(later.done).toBeGreaterThanOrEqual(progress[earlier]!.done);
});

test("what is there is not asked for again, and a new commit brings only what changed", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel());
  const first = await resolveModel("hf:org/name", options);
  hub.seen.length = 0;
  expect(await resolveModel("hf:org/name", options)).toEqual(first);
  expect(hub.seen.map(({ path }) => path.replace(/\?.*/, ""))).toEqual(["/api/models/org/name/revision/main", `/api/models/org/name/tree/${first.revision}`]);

  const changed = { ...sampleModel(), "config.json": '{"changed":true}' };
  hub.addModel("org/name", changed);
  hub.seen.length = 0;
  const second = await resolveModel("hf:org/name", options);
  expect(second.revision).not.toBe(first.revision);
  expectFiles(second.folder, changed, sampleNames);
  expect(hub.seen.filter(({ path }) => path.includes("/resolve/")).map(({ path }) => path.split("/").at(-1))).toEqual(["config.json"]);
  expectFiles(first.folder, sampleModel(), sampleNames);
});

test("revisions: a tag, a branch with slashes, a commit; a commit that is there needs no network", async () => {
  const { hub, cacheFolder, options } = fixture;
  const old = hub.addModel("org/name", sampleModel(noise(7, 5000)), { revision: "v1.0" });
  hub.addModel("org/name", sampleModel());
  const pull = hub.addModel("org/name", sampleModel(noise(8, 5000)), { revision: "refs/pr/1" });
  expect((await resolveModel("hf:org/name@v1.0", options)).revision).toBe(old);
  expect(await resolveModel("hf:org/name@refs/pr/1", options)).toMatchObject({ revision: pull, reference: "hf:org/name@refs/pr/1" });
  expect(readFileSync(join(cacheFolder, "models--org--name/refs/refs/pr/1"), "utf8")).toBe(pull);
  hub.seen.length = 0;
  expect((await resolveModel(`hf:org/name@${old}`, options)).revision).toBe(old);
  expect(hub.seen).toEqual([]);
  await expectFailure(resolveModel("hf:org/name@v9", options), "revision-missing", "v9");
});

test("shards are those that the index names, listings of many pages are read to their end", async () => {
  const { hub, options } = fixture;
  hub.pageSize = 2;
  const files = shardedModel();
  hub.addModel("org/name", files);
  const { folder } = await resolveModel("hf:org/name", options);
  expectFiles(folder, files, Object.keys(files).filter((name) => !/00003|pytorch/.test(name)));
});

test("an old model without an organisation, and one that was renamed", async () => {
  const { hub, cacheFolder, options } = fixture;
  const files = { "config.json": "{}", "pytorch_model.bin": noise(1, 1000), "vocab.json": "{}" };
  hub.addModel("openai-community/gpt2", files);
  hub.renamed.set("gpt2", "openai-community/gpt2");
  const { folder } = await resolveModel("hf:gpt2", options);
  expect(folder.startsWith(join(cacheFolder, "models--gpt2/snapshots"))).toBe(true);
  expectFiles(folder, files);
});

test("offline opens no socket, and uses what is there, whoever brought it", async () => {
  const { hub, cacheFolder, options } = fixture;
  const connect = vi.spyOn(Socket.prototype, "connect");
  const offline = { ...options, offline: true };
  await expectFailure(resolveModel("hf:org/name", offline), "model-not-cached", "--offline");
  await expectFailure(resolveModel("hf:org/name", { ...options, environment: { ...options.environment, HF_HUB_OFFLINE: "1" } }), "model-not-cached", "HF_HUB_OFFLINE");

  // As another program leaves it: a ref, blobs, links.
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const model = join(cacheFolder, "models--org--name");
  for (const folder of ["refs", "blobs", `snapshots/${commit}`]) mkdirSync(join(model, folder), { recursive: true });
  writeFileSync(join(model, "refs/main"), commit);
  const put = (name: string, text: string): void => {
    writeFileSync(join(model, "blobs", sha256(Buffer.from(text))), text);
    symlinkSync(`../../blobs/${sha256(Buffer.from(text))}`, join(model, "snapshots", commit, name));
  };
  put("config.json", "{}");
  const partly = await expectFailure(resolveModel("hf:org/name", offline), "model-not-cached", "the weights");
  expect(partly.hint).toContain("with a network");
  put("model.safetensors", "weights");
  expect(await resolveModel("hf:org/name", offline)).toEqual({ folder: join(model, "snapshots", commit), reference: "hf:org/name", revision: commit });
  const other = await expectFailure(resolveModel("hf:org/name@v2", offline), "model-not-cached", "v2");
  expect(other.hint).toContain(commit);

  rmSync(join(model, "blobs", sha256(Buffer.from("weights"))));
  await expectFailure(resolveModel("hf:org/name", offline), "model-not-cached", "the weights");
  expect(connect).not.toHaveBeenCalled();
  expect(hub.seen).toEqual([]);
  // The proof that a socket would be noticed.
  await expectFailure(resolveModel("hf:org/name", options), "repository-missing", "org/name");
  expect(connect).toHaveBeenCalled();
  connect.mockRestore();
});

test("sharded weights of which one is missing are not complete", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", shardedModel());
  const { folder } = await resolveModel("hf:org/name", options);
  rmSync(join(folder, "model-00002-of-00002.safetensors"));
  await expectFailure(resolveModel("hf:org/name", { ...options, offline: true }), "model-not-cached", "model-00002-of-00002.safetensors");
  hub.seen.length = 0;
  await resolveModel("hf:org/name", options);
  // The blob was still there.
  expect(hub.seen.filter(({ path }) => path.includes("/resolve/"))).toEqual([]);
});

test("without a network, the cache serves with a warning; without either, one clear sentence", async () => {
  const { hub, options, events } = fixture;
  hub.addModel("org/name", sampleModel());
  const first = await resolveModel("hf:org/name", options);
  await hub[Symbol.asyncDispose]();
  expect(await resolveModel("hf:org/name", options)).toEqual(first);
  expect(events.at(-1)).toMatchObject({ type: "message", level: "warning", text: expect.stringContaining("from the cache") });
  await expectFailure(resolveModel("hf:org/other", options), "hub-unreachable", "ECONNREFUSED");
});

test("a cache that may not be written serves what it holds", async () => {
  const { hub, cacheFolder, options } = fixture;
  const commit = hub.addModel("org/name", sampleModel());
  await resolveModel("hf:org/name", options);
  rmSync(join(cacheFolder, ".locks"), { recursive: true });
  rmSync(join(cacheFolder, "models--org--name/refs"), { recursive: true });
  // Files where folders would have to be made: nobody can write there, not even root.
  writeFileSync(join(cacheFolder, ".locks"), "");
  writeFileSync(join(cacheFolder, "models--org--name/refs"), "");
  expect((await resolveModel("hf:org/name", options)).revision).toBe(commit);
  hub.addModel("org/name", sampleModel(noise(9, 100)));
  await expectFailure(resolveModel("hf:org/name", options), "cache-not-writable", ".locks");
});

test("a blob of the wrong size is not trusted", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel());
  const { folder } = await resolveModel("hf:org/name", options);
  writeFileSync(join(folder, "model.safetensors"), "cut");
  await resolveModel("hf:org/name", options);
  expectFiles(folder, sampleModel(), sampleNames);
});

test("names from the hub never lead out of the snapshot", async () => {
  const { hub, cacheFolder, options } = fixture;
  hub.addModel("org/name", { ...sampleModel(), "../../../../evil.json": "x", "/evil.json": "x", "..": "x" });
  const { folder } = await resolveModel("hf:org/name", options);
  expectFiles(folder, sampleModel(), sampleNames);
  hub.addModel("org/shards", { "config.json": "{}", "model.safetensors.index.json": JSON.stringify({ weight_map: { a: "../../../../evil.safetensors" } }), "../../../../evil.safetensors": "x" });
  await expectFailure(resolveModel("hf:org/shards", options), "weight-index-malformed", "evil");
  expect(readdirSync(cacheFolder).sort()).toEqual([".locks", "models--org--name", "models--org--shards"]);
  expect(existsSync(join(cacheFolder, "../evil.json"))).toBe(false);
});

test("a model without weights that are read here says what it has", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", { "config.json": "{}", "model.gguf": "x" });
  await expectFailure(resolveModel("hf:org/name", options), "weights-missing", "model.gguf");
  hub.addModel("org/lost", { "config.json": "{}", "model.safetensors.index.json": '{"weight_map":{"a":"model-1.safetensors"}}' });
  await expectFailure(resolveModel("hf:org/lost", options), "shard-missing", "model-1.safetensors");
});

test("a folder", async () => {
  const folder = scratch();
  expect(await resolveModel(folder)).toEqual({ folder, reference: folder });
  expect(await resolveModel({ kind: "folder", path: "./src/lm" })).toEqual({ folder: join(process.cwd(), "src/lm"), reference: "./src/lm" });
  await expectFailure(resolveModel(`${folder}/none`), "folder-missing", `${folder}/none`);
  writeFileSync(join(folder, "file"), "");
  await expectFailure(resolveModel(`${folder}/file`), "folder-missing", "is a file");
  await expectFailure(resolveModel(`${folder}/file/x`), "folder-missing", "no folder");
});

test("a model of the lab", async () => {
  const labFolder = scratch();
  await expectFailure(resolveModel("lab:teacher", { labFolder: join(labFolder, "none") }), "lab-model-missing", "teacher");
  mkdirSync(join(labFolder, "teacher"));
  mkdirSync(join(labFolder, "student"));
  expect(await resolveModel("lab:teacher", { labFolder })).toEqual({ folder: join(labFolder, "teacher"), reference: "lab:teacher" });
  expect((await expectFailure(resolveModel("lab:x", { labFolder }), "lab-model-missing", "x")).hint).toBe("It has lab:student, lab:teacher.");
});

test("a reference that was made by hand is checked too", async () => {
  await expectFailure(resolveModel({ kind: "lab", name: "../../etc" }), "reference-malformed", "../../etc");
  await expectFailure(resolveModel({ kind: "hub", repository: "a/b", revision: "../x" }), "reference-malformed", "../x");
});

test("where links are missing, regular files count", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel());
  const { folder } = await resolveModel("hf:org/name", options);
  const path = join(folder, "model.safetensors");
  rmSync(path);
  writeFileSync(path, sampleModel()["model.safetensors"]!);
  hub.seen.length = 0;
  await resolveModel("hf:org/name", options);
  expect(hub.seen.length).toBe(2);
  expect(lstatSync(path).isSymbolicLink()).toBe(false);
  expect(statSync(path).size).toBe(300_000);
});
