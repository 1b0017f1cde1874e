import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ledger } from "../../ledger/index.ts";
import { openRun } from "../data/open-run.ts";
import { readRoundEndingWith } from "../data/round/read-round.ts";
import { addBenchRun, addRound, addTrainRun } from "../testing/fixture-ledger.ts";
import { temporaryLedgers } from "../testing/temporary-ledger.ts";
import { startViewer, type Viewer } from "./start-viewer.ts";

const { open } = temporaryLedgers();
let ledger: Ledger;
let viewer: Viewer;
let bench: string;
beforeAll(async () => {
  ledger = await open();
  bench = await addBenchRun(ledger, { perCell: 1 });
  // Where the pages have changed, they are built.
  viewer = await startViewer({ ledger, onError: (error) => expect.fail(String(error)) });
}, 300_000);
afterAll(() => viewer.close());

/** A request with headers that fetch would not let through. */
function ask(path: string, { method = "GET", headers = {} }: { readonly method?: string; readonly headers?: Record<string, string> } = {}): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  const address = new URL(path, viewer.address);
  return new Promise((resolve, reject) => {
    const call = request({ host: address.hostname, port: address.port, path: address.pathname + address.search, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => resolve({ status: response.statusCode!, body: Buffer.concat(pieces).toString(), headers: response.headers }));
    });
    call.on("error", reject);
    call.end();
  });
}
const json = async (path: string): Promise<unknown> => {
  const response = await fetch(new URL(path, viewer.address));
  expect(response.status).toBe(200);
  return response.json();
};

test("the page, its runs, a run, a block", async () => {
  expect(viewer.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/);
  const page = await ask("");
  expect(page).toMatchObject({ status: 200, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-frame-options": "DENY" } });
  expect(page.body).toContain("<!doctype html>");
  expect(await json("api/runs")).toMatchObject({ runs: [{ id: bench, kind: "bench" }], more: false });
  const { document, blocks } = await openRun(ledger, await ledger.findRun(bench));
  expect(await json(`api/run?id=${bench}`)).toEqual(JSON.parse(JSON.stringify(document)));
  expect(await json(`api/block?id=${bench}&table=bench+items&block=0`)).toEqual(JSON.parse(JSON.stringify(await blocks.get("bench items")!.read(0))));
});

test("rounds, and one of them", async () => {
  const others = await open();
  const { after } = await addRound(others, { perCell: 1 });
  const second = await startViewer({ ledger: others });
  try {
    const get = async (path: string): Promise<Response> => fetch(new URL(path, second.address));
    expect(await (await get("api/rounds")).json()).toMatchObject([{ id: after }]);
    const round = (await (await get(`api/round?id=${after}`)).json()) as { version: string };
    expect(round).toEqual(JSON.parse(JSON.stringify(await readRoundEndingWith(others, await others.findRun(after)))));
    expect(await (await get(`api/round-version?id=${after}`)).json()).toBe(round.version);
    const missing = await get(`api/round?id=${bench}`);
    expect([missing.status, ((await missing.json()) as { error: string }).error.length > 0]).toEqual([404, true]);
  } finally {
    await second.close();
  }
});

describe("refuses", () => {
  test.each<[string, string, { method?: string; headers?: Record<string, string> }, number]>([
    ["an address without its token", "/", {}, 403],
    ["another token", `/${"x".repeat(24)}/`, {}, 403],
    ["a token that goes on", "token+x/", {}, 403],
    ["another name of this server", "", { headers: { host: "evil.example" } }, 421],
    ["the right name at another port", "", { headers: { host: "127.0.0.1:1" } }, 421],
    ["a page of another site", "api/runs", { headers: { origin: "https://evil.example" } }, 403],
    ["a page of a file", "api/runs", { headers: { origin: "null" } }, 403],
    ["what another site embeds", "", { headers: { "sec-fetch-site": "cross-site" } }, 403],
    ["to write", "api/runs", { method: "POST" }, 405],
    ["to delete", "api/run", { method: "DELETE" }, 405],
  ])("%s", async (_, path, options, status) => {
    const token = new URL(viewer.address).pathname.slice(1, -1);
    const refused = await ask(path.replace("token+x", `/${token}x`), options);
    expect(refused.status).toBe(status);
    expect(refused.body).not.toContain(bench);
    expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test.each(["api/none", "api/", "nothing", "api/run?id=", "api/run?id=latest", "api/run?id=000000000", "api/run?id=../x", "api/block?id=RUN&table=bench+items&block=-1", "api/block?id=RUN&table=bench+items&block=1e9", "api/block?id=RUN&table=none&block=0", "api/block?id=RUN&table=bench+items&block="])("%s", async (path) => {
    const { status, body } = await ask(path.replace("RUN", bench));
    expect(status).toBe(path.endsWith("block=") ? 200 : 404);
    if (status === 404) expect(JSON.parse(body)).toEqual({ error: expect.stringMatching(/\.$/) });
  });
});

test("follows a run that grows", async () => {
  const id = await addTrainRun(ledger, { status: "running" });
  const before = (await json(`api/run?id=${id}`)) as { version: string };
  expect(await json(`api/version?id=${id}`)).toBe(before.version);
  await ledger.putRecords(id, [{ kind: "answer", key: "new", value: {} }]);
  await expect.poll(() => json(`api/version?id=${id}`), { timeout: 20_000 }).not.toBe(before.version);
  expect(await json(`api/run?id=${id}`)).toMatchObject({ tables: [{ kind: "answer", total: 10 }] });
});

test("hundreds of runs come page by page", async () => {
  const many = await open();
  for (let count = 0; count < 502; count++) await many.createRun({ kind: "demo" });
  const other = await startViewer({ ledger: many });
  try {
    const first = (await (await fetch(new URL("api/runs", other.address))).json()) as { runs: { id: string }[]; more: boolean };
    const second = (await (await fetch(new URL(`api/runs?before=${first.runs.at(-1)!.id}`, other.address))).json()) as typeof first;
    expect([first.runs.length, first.more, second.runs.length, second.more]).toEqual([500, true, 2, false]);
    await expect(startViewer({ ledger: many, port: Number(new URL(other.address).port) })).rejects.toMatchObject({ code: "port-taken" });
  } finally {
    await other.close();
  }
});
