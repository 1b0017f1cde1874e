// `npm run bench:dim [-- --rounds 3 --promptfoo FOLDER]`: 2000 answers and 2000 judgements over a server on loopback that answers after
// 50 ms, by DIM-Bench's runner, by a bare loop of `fetch`, and by the newest promptfoo, where that can be installed into a temporary
// folder (or is in FOLDER). Prints a Markdown table.
import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { openItemSet } from "../src/dim-bench/index.ts";
import { machine } from "./side-by-side.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" }, limits: { type: "string", default: "4,32,128" }, promptfoo: { type: "string" } } });
const here = join(import.meta.dirname, "dim");
const calls = 4000;
const latency = 0.05;

const scratch = mkdtempSync(join(tmpdir(), "steadfast-promptfoo-"));
const server = fork(join(here, "server.ts"));
try {
  const [{ url }] = (await once(server, "message")) as [{ url: string }];
  const peer = preparePromptfoo();
  // What users run: JavaScript, without the memory that reading TypeScript takes.
  const built = spawnSync(process.execPath, [join(import.meta.dirname, "../scripts/build.ts")], { stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("The program could not be built.");
  const { items } = await openItemSet("dim-bench");
  const file = join(scratch, "items.jsonl");
  writeFileSync(file, items.map(({ instruction, input }) => `${JSON.stringify({ instruction, input })}\n`).join(""));
  console.log(`${machine.split(";")[0]}. Load before: ${loadavg().map((load) => load.toFixed(2)).join(", ")}. ${typeof peer === "string" ? `promptfoo is left out: ${peer}` : `promptfoo ${peer.version} beside it.`}`);
  console.log("\n| calls at once | ideal, s | steadfast, s | of the ideal | bare fetch, s | promptfoo, s | throughput, ratio | CPU ms a call | above bare fetch | promptfoo, CPU ms | peak MB | promptfoo, MB | most at once |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
  for (const limit of values.limits.split(",")) {
    const [ours, bare, theirs]: [Measured[], Measured[], Measured[]] = [[], [], []];
    const seen = { calls: 0, mostAtOnce: 0 };
    // In turn, so that what else the machine does falls on all.
    for (let round = 0; round < Number(values.rounds); round += 1) {
      await serverCounts();
      ours.push(await runProgram(join(here, "steadfast.mjs"), [url, limit]));
      const { calls: made, mostAtOnce } = await serverCounts();
      seen.calls = made;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, mostAtOnce);
      bare.push(await runProgram(join(here, "bare.mjs"), [url, limit]));
      if (typeof peer !== "string") theirs.push(await runProgram(peer.script, [url, limit, file], peer.environment));
    }
    if (seen.calls !== calls) console.error(`The server was asked ${seen.calls} times, not ${calls}.`);
    const ideal = (calls * latency) / Number(limit);
    const [own, plain, other] = [ours, bare, theirs].map((each) => (each.length === 0 ? undefined : summary(each)));
    const cells = [
      limit,
      ideal.toFixed(2),
      own!.seconds.toFixed(2),
      `${((100 * ideal) / own!.seconds).toFixed(1)}%`,
      plain!.seconds.toFixed(2),
      other?.seconds.toFixed(2) ?? "",
      other === undefined ? "" : (other.seconds / own!.seconds).toFixed(1),
      own!.cpu.toFixed(2),
      (own!.cpu - plain!.cpu).toFixed(2),
      other?.cpu.toFixed(2) ?? "",
      own!.megabytes.toFixed(0),
      other?.megabytes.toFixed(0) ?? "",
      String(seen.mostAtOnce),
    ];
    console.log(`| ${cells.join(" | ")} |`);
    for (const { note } of [...ours.slice(0, 1), ...theirs.slice(0, 1)]) console.error(`${limit} at once: ${note}`);
  }
  console.log(`\nLoad after: ${loadavg().map((load) => load.toFixed(2)).join(", ")}.`);
} finally {
  server.disconnect();
  rmSync(scratch, { recursive: true, force: true });
}

/** Medians over the rounds, and the highest peak. */
function summary(rounds: readonly Measured[]): { seconds: number; cpu: number; megabytes: number } {
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return { seconds: median(rounds.map(({ seconds }) => seconds)), cpu: median(rounds.map(({ cpuSeconds }) => (1000 * cpuSeconds) / calls)), megabytes: Math.max(...rounds.map(({ peakMegabytes }) => peakMegabytes)) };
}

async function serverCounts(): Promise<{ calls: number; mostAtOnce: number }> {
  server.send("counts");
  const [counts] = (await once(server, "message")) as [{ calls: number; mostAtOnce: number }];
  return counts;
}

/** Runs a program whose last line is what it took. Not synchronously, for the server's messages pass through here. */
async function runProgram(script: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...words], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors]: [string[], string[]] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${script} failed: ${errors.join("")}`);
  return JSON.parse(output.join("").trim().split("\n").at(-1)!) as Measured;
}

/** What a program took, as it prints it. */
interface Measured {
  readonly seconds: number;
  /** Of its own CPU, all threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly note?: string;
}

interface Promptfoo {
  readonly version: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Installs it outside the repository; or says in a sentence why not. */
function preparePromptfoo(): Promptfoo | string {
  const folder = values.promptfoo ?? scratch;
  const environment = { PROMPTFOO_CONFIG_DIR: join(scratch, "config"), PROMPTFOO_DISABLE_TELEMETRY: "1", PROMPTFOO_DISABLE_UPDATE: "1", PROMPTFOO_DISABLE_REMOTE_GENERATION: "1", PROMPTFOO_CACHE_ENABLED: "false", LOG_LEVEL: "error" };
  if (values.promptfoo === undefined) {
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}\n');
    const path = `${dirname(process.execPath)}:${process.env.PATH ?? ""}`;
    const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "promptfoo@latest"], { cwd: folder, encoding: "utf8", timeout: 900_000, env: { ...process.env, PATH: path } });
    if (status !== 0) return `it cannot be installed (${(stderr ?? "").trim().split("\n").at(-1) ?? "no npm"}).`;
  }
  const manifest = join(folder, "node_modules/promptfoo/package.json");
  if (!existsSync(manifest)) return `it is not in ${folder}.`;
  const script = join(folder, "bench-promptfoo.mjs");
  copyFileSync(join(here, "promptfoo.mjs"), script);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", "await import('promptfoo')"], { cwd: folder, encoding: "utf8", timeout: 120_000, env: { ...process.env, ...environment } });
  return status === 0 ? { version, script, environment } : `${version} does not start (${stderr.trim().split("\n").find((line) => /Error/.test(line)) ?? "no reason given"}).`;
}
