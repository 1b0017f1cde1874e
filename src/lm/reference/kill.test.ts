import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockRepository } from "./repository-lock.ts";
import { resolveModel } from "./resolve-model.ts";
import { sha256 } from "./testing/hub-content.ts";
import { expectFiles, storageBytes, useHub } from "./testing/hub-fixture.ts";
import { environmentFor, killSeries, startRun } from "./testing/kill-series.ts";
import { noise, sampleModel, sampleNames } from "./testing/sample-model.ts";

const fixture = useHub();

test("5 kills while a model downloads: each run goes on where the one before was killed", { timeout: 60_000 }, async () => {
  const { hub, cacheFolder } = fixture;
  const size = 2_000_000;
  const { resolved, files, killed, starts } = await killSeries({ hub, cacheFolder, kills: 5, seed: 1, size });
  expect(killed).toBe(5);
  expectFiles(resolved.folder, files, sampleNames);
  for (const { asked, had } of starts) expect(asked).toBe(had);
  expect(Math.max(...starts.map(({ asked }) => asked))).toBeGreaterThan(0);
});

test("several processes and calls at once bring a model once, and all have it right", { timeout: 60_000 }, async () => {
  const { hub, cacheFolder, options } = fixture;
  const files = sampleModel(noise(2, 1_000_000));
  hub.addModel("org/name", files);
  hub.flow = { piece: 32 * 1024, wait: 10 };
  const runs = [startRun("hf:org/name", environmentFor(hub, cacheFolder)), startRun("hf:org/name", environmentFor(hub, cacheFolder))];
  const calls = [resolveModel("hf:org/name", options), resolveModel("hf:org/name", options)];
  for (const run of runs) expectFiles((JSON.parse(await run.output) as { folder: string }).folder, files, sampleNames);
  for (const { folder } of await Promise.all(calls)) expectFiles(folder, files, sampleNames);
  expect(storageBytes(hub)).toBe(1_000_000);
  expect(readdirSync(join(cacheFolder, "models--org--name/blobs")).some((name) => name.endsWith(".incomplete"))).toBe(false);
});

test("when the process that downloads is killed, the one that waits goes on with what it had", { timeout: 60_000 }, async () => {
  const { hub, cacheFolder, options, events } = fixture;
  const weights = noise(3, 1_000_000);
  hub.addModel("org/name", sampleModel(weights));
  hub.flow = { piece: 16 * 1024, wait: 10 };
  const first = startRun("hf:org/name", environmentFor(hub, cacheFolder));
  await first.progressed;
  const second = resolveModel("hf:org/name", options);
  while (!events.some((event) => event.type === "message" && event.text.includes("waiting"))) await new Promise((resolve) => setTimeout(resolve, 5));
  first.kill();
  expect(await first.wasKilled).toBe(true);
  expectFiles((await second).folder, sampleModel(weights), sampleNames);
  expect(storageBytes(hub)).toBeLessThan(1_200_000);
});

test("a full disk ends a download with one clear sentence, and keeps what came", async () => {
  const { hub, cacheFolder, options } = fixture;
  const weights = noise(4, 1_000_000);
  hub.addModel("org/name", sampleModel(weights));
  // In blocks of 512 bytes; the file that may not grow stands for the disk that is full.
  const limited = startRun("hf:org/name", environmentFor(hub, cacheFolder), "ulimit -f 1000;");
  const failure = JSON.parse(await limited.output) as { code: string; sentence: string };
  expect(failure).toMatchObject({ code: "disk-full", kind: "incomplete", sentence: expect.stringContaining("The disk is full") });
  const partial = readFileSync(join(cacheFolder, "models--org--name/blobs", `${sha256(weights)}.incomplete`));
  expect(partial.equals(Buffer.from(weights.subarray(0, partial.byteLength)))).toBe(true);
  expect(partial.byteLength).toBeGreaterThan(400_000);
  hub.seen.length = 0;
  await resolveModel("hf:org/name", options);
  expect(storageBytes(hub)).toBe(1_000_000 - partial.byteLength);
});

test("the lock excludes, and an abort ends the wait for it", async () => {
  const file = join(fixture.cacheFolder, "x/steadfast.lock");
  let waited = 0;
  const held = await lockRepository({ file, signal: undefined, onWait: () => {} });
  const signal = AbortSignal.timeout(400);
  await expect(lockRepository({ file, signal, onWait: () => (waited += 1) })).rejects.toMatchObject({ name: "TimeoutError" });
  expect(waited).toBe(1);
  held.release();
  (await lockRepository({ file, signal: undefined, onWait: () => (waited += 1) })).release();
  expect(waited).toBe(1);
});
