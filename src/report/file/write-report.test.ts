import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { openRun } from "../data/open-run.ts";
import { readRoundEndingWith } from "../data/round/read-round.ts";
import { loadPage } from "../page/load-page.ts";
import { addBenchRun, addRound, addTrainRun, hostileTexts } from "../testing/fixture-ledger.ts";
import { temporaryLedgers } from "../testing/temporary-ledger.ts";
import { scriptJson, writeReport } from "./write-report.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const { folder, open } = temporaryLedgers();

// Where the pages have changed, they are built.
beforeAll(async () => void (await loadPage()), 300_000);

/** The parts of a file by name, as a browser reads them. */
function partsOf(page: string): Map<string, unknown> {
  const unescaped = (name: string): string => name.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return new Map([...page.matchAll(/<script type="text\/plain" data-part="([^"]*)">([^<]*)<\/script>/g)].map(([, name, text]) => [unescaped(name!), JSON.parse(gunzipSync(Buffer.from(text!, "base64")).toString())]));
}

test("the file holds each run's document and all its blocks, and the program once", async () => {
  const ledger = await open();
  const ids = [await addBenchRun(ledger, { perCell: 1 }), await addTrainRun(ledger)];
  await ledger.putRecords(ids[1]!, [{ kind: `"><script>window.harmed = true</script>`, key: "a", value: hostileTexts[0]! }]);
  const runs = await Promise.all(ids.map((id) => ledger.findRun(id)));
  const out = join(folder, "report.html");
  const written = await writeReport({ ledger, runs, out });
  const page = readFileSync(out, "utf8");
  expect(written).toEqual({ path: out, bytes: Buffer.byteLength(page), runs: 2 });
  const parts = partsOf(page);
  for (const run of runs) {
    const { document, blocks } = await openRun(ledger, run);
    expect(parts.get(`${run.id}/document`)).toEqual(JSON.parse(JSON.stringify(document)));
    for (const { name, blocks: count, read } of blocks.values()) {
      for (let block = 0; block < count; block++) expect(parts.get(`${run.id}/${name}/${block}`)).toEqual(JSON.parse(JSON.stringify(await read(block))));
    }
  }
  expect(page.match(/<script\b/g)!.length).toBe(parts.size + 2);
  // Compared before expect, for a failure must not print the page.
  expect(/<script[^>]*>[^<]*window\.harmed/.test(page)).toBe(false);
  expect(page.includes(root)).toBe(false);
  // Code without data: the page without its parts.
  expect(Buffer.byteLength(page.replaceAll(/<script type="text\/plain"[\s\S]*?<\/script>/g, ""))).toBeLessThan(400_000);
  expect(/(?:src|href)="https?:/.test(page)).toBe(false);
});

test("a file that holds a round holds its document; a file that lacks a run of it, none", async () => {
  const ledger = await open();
  const { before, repair, distill, after } = await addRound(ledger, { perCell: 1 });
  const inFile = async (...ids: string[]): Promise<Map<string, unknown>> => {
    const out = join(folder, "round.html");
    await writeReport({ ledger, runs: await Promise.all(ids.map((id) => ledger.findRun(id))), out });
    return partsOf(readFileSync(out, "utf8"));
  };
  const whole = await inFile(before, repair, distill, after);
  expect(whole.get(`round/${after}`)).toEqual(JSON.parse(JSON.stringify(await readRoundEndingWith(ledger, await ledger.findRun(after)))));
  expect(whole.get("rounds")).toMatchObject([{ id: after }]);
  expect((await inFile(before, after)).get("rounds")).toEqual([]);
});

test("what is there stays when the work is ended, and nothing is left beside it", async () => {
  const ledger = await open();
  const run = await ledger.findRun(await addTrainRun(ledger));
  const out = join(folder, "kept.html");
  writeFileSync(out, "before");
  const before = readdirSync(folder);
  const reason = new Error("stop");
  await expect(writeReport({ ledger, runs: [run], out, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(readFileSync(out, "utf8")).toBe("before");
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(join(folder, "none", "report.html"))).toBe(false);
});

test("no JSON ends its script", () => {
  const value = { "</script>": "<!-- <script> & \u2028" };
  expect(scriptJson(value)).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(scriptJson(value))).toEqual(value);
});
