import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveModel } from "./resolve-model.ts";
import { gitHash, sha256 } from "./testing/hub-content.ts";
import { expectFiles, storageBytes, useHub } from "./testing/hub-fixture.ts";
import { noise, sampleModel, sampleNames, shardedModel } from "./testing/sample-model.ts";
import { expectFailure } from "./testing/scratch.ts";

const fixture = useHub();
const weights = noise(1, 300_000);
const weightsPath = new RegExp(sha256(weights));

function blobs(): string[] {
  return readdirSync(join(fixture.cacheFolder, "models--org--name/blobs"));
}

/** Resolves, and expects the content to be right. */
async function expectRight(): Promise<void> {
  const { folder } = await resolveModel("hf:org/name", fixture.options);
  expectFiles(folder, sampleModel(weights), sampleNames);
  expect(blobs().filter((name) => name.endsWith(".incomplete"))).toEqual([]);
}

test("a connection that is cut again and again goes on where it was cut", async () => {
  const { hub } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, { kind: "cut", after: 70_000 }, { kind: "cut", after: 70_000 }, { kind: "cut", after: 70_000 }, { kind: "cut", after: 0 }, { kind: "cut", after: 1 });
  await expectRight();
  const ranges = hub.seen.filter(({ server }) => server === "storage").map(({ range }) => range);
  expect(ranges).toEqual([undefined, "bytes=70000-", "bytes=140000-", "bytes=210000-", "bytes=210000-", "bytes=210001-"]);
  expect(storageBytes(hub)).toBe(300_000);
});

test.each([
  ["a server that is overloaded", "hub-unavailable", { kind: "status", status: 503 }],
  ["a gateway that fails", "hub-unavailable", { kind: "status", status: 502 }],
  ["too many requests", "hub-busy", { kind: "status", status: 429, headers: { "retry-after": "0" } }],
  ["a connection that is cut at once", "connection-cut", { kind: "cut", after: 0 }],
  ["a connection that stalls", "connection-stalled", { kind: "stall", after: 10 }],
  ["a connection on which nothing ever comes", "connection-stalled", { kind: "stall", after: 0 }],
] as const)("%s: tried again, and given up after some tries with nothing lost", async (_, code, fault) => {
  const { hub, options } = fixture;
  if (fault.kind === "stall") options.pace = { ...options.pace, stall: 300 };
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, fault, fault);
  hub.fail(/\/revision\//, fault.kind === "status" ? fault : { kind: "status", status: 500 });
  await expectRight();
  hub.addModel("org/name", sampleModel(noise(20, 1000)));
  hub.fail(new RegExp(sha256(noise(20, 1000))), ...Array.from({ length: 4 }, () => fault));
  const failure = await expectFailure(resolveModel("hf:org/name", options), code, new URL(hub.storage).host);
  expect(failure.kind).toBe("incomplete");
  expect((await resolveModel("hf:org/name", options)).revision).toBe(hub.models.get("org/name")!.revisions.get("main"));
});

test("the time that a server asks to wait is waited, and refused when it is too long", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, { kind: "status", status: 429, headers: { "retry-after": "1" } });
  const started = performance.now();
  await expectRight();
  expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
  hub.fail(/\/revision\//, { kind: "status", status: 503, headers: { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() } });
  const { hint } = await expectFailure(resolveModel("hf:org/name@other", options), "hub-unavailable", "503");
  expect(hint).toMatch(/after 3[56]\d\d s/);
});

test("a wrong byte is noticed, thrown away and never placed", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, { kind: "wrong-byte", at: 299_999 });
  await expectFailure(resolveModel("hf:org/name", options), "download-corrupt", "model.safetensors");
  expect(blobs().filter((name) => weightsPath.test(name))).toEqual([]);
  hub.fail(/resolve-cache.*config\.json/, { kind: "wrong-byte", at: 0 });
  await expectRight();
});

test("a small file with a wrong byte is noticed too", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(/resolve-cache.*\/config\.json/, { kind: "wrong-byte", at: 3 });
  await expectFailure(resolveModel("hf:org/name", options), "download-corrupt", "config.json");
  await expectRight();
});

test("a partial file that holds something else costs one more download, no more", async () => {
  const { hub, cacheFolder } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  const folder = join(cacheFolder, "models--org--name/blobs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${sha256(weights)}.incomplete`), noise(30, 100_000));
  writeFileSync(join(folder, `${gitHash(Buffer.from(sampleModel()["config.json"]!))}.incomplete`), "longer than the file that is to come\n".repeat(9));
  await expectRight();
  expect(storageBytes(hub)).toBe(200_000 + 300_000);
});

test.each([
  ["too short", { kind: "wrong-length", length: 100_000 }],
  ["too long", { kind: "wrong-length", length: 300_001 }],
] as const)("an answer that is %s", async (_, fault) => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, fault);
  await expectRight();
  hub.addModel("org/name", sampleModel(noise(21, 1000)));
  hub.fail(new RegExp(sha256(noise(21, 1000))), ...Array.from({ length: 4 }, () => ({ kind: "wrong-length", length: fault.length < 300_000 ? 0 : 2000 }) as const));
  await expectFailure(resolveModel("hf:org/name", options), "download-length", "1000 bytes");
});

test("a server that ignores the part that was asked for, or sends another", async () => {
  const { hub } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(weightsPath, { kind: "cut", after: 200_000 }, { kind: "other-range" }, { kind: "ignore-range" });
  await expectRight();
});

test("a login page of a network is not taken for a hub", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(/\/revision\//, { kind: "page" });
  await expectFailure(resolveModel("hf:org/name", options), "hub-answer-malformed", hub.endpoint);
  hub.fail(/\/tree\//, { kind: "page" });
  await expectFailure(resolveModel("hf:org/name", options), "hub-answer-malformed", hub.endpoint);
  hub.fail(weightsPath, { kind: "page" });
  await expectRight();
});

test("the first failure ends the other downloads, and what they had is kept", async () => {
  const { hub, options } = fixture;
  const files = shardedModel();
  const [first, second] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"].map((name) => sha256(files[name] as Uint8Array));
  hub.addModel("org/name", files);
  hub.flow = { piece: 1000, wait: 10 };
  hub.fail(new RegExp(second!), { kind: "status", status: 403 });
  const started = performance.now();
  await expectFailure(resolveModel("hf:org/name", options), "hub-forbids", "403");
  // Of two seconds that the first shard would take.
  expect(performance.now() - started).toBeLessThan(1500);
  expect(blobs()).not.toContain(first);
  hub.flow = { piece: 64 * 1024, wait: 0 };
  expectFiles((await resolveModel("hf:org/name", options)).folder, files, Object.keys(files).filter((name) => !/00003|pytorch/.test(name)));
});

test("an abort ends a download at once, and keeps what came", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.flow = { piece: 10_000, wait: 50 };
  const controller = new AbortController();
  const reason = new Error("enough");
  let abortedAt = 0;
  const aborted = resolveModel("hf:org/name", {
    ...options,
    signal: controller.signal,
    sink: (event) => {
      if (event.type !== "progress" || event.done < 100_000 || controller.signal.aborted) return;
      abortedAt = performance.now();
      controller.abort(reason);
    },
  });
  await expect(aborted).rejects.toBe(reason);
  expect(performance.now() - abortedAt).toBeLessThan(500);
  const sent = storageBytes(hub);
  expect(existsSync(join(fixture.cacheFolder, "models--org--name/blobs", `${sha256(weights)}.incomplete`))).toBe(true);
  hub.flow = { piece: 64 * 1024, wait: 0 };
  await expectRight();
  // What was on its way when the connection closed is sent once more, at most.
  expect(storageBytes(hub)).toBeLessThan(300_000 + 30_000);
  expect(sent).toBeGreaterThan(90_000);
});

test("an abort while it waits to try again", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.fail(/\/revision\//, { kind: "status", status: 503, headers: { "retry-after": "5" } });
  const signal = AbortSignal.timeout(100);
  const started = performance.now();
  await expect(resolveModel("hf:org/name", { ...options, signal })).rejects.toMatchObject({ name: "TimeoutError" });
  expect(performance.now() - started).toBeLessThan(1000);
});

test("more than the disk holds is refused before anything comes", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel(weights));
  hub.inflate = 1e9;
  await expectFailure(resolveModel("hf:org/name", options), "disk-full", "GB");
  expect(storageBytes(hub)).toBe(0);
});
