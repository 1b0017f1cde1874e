import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { randomStream } from "../../../stats/index.ts";
import { sha256 } from "./hub-content.ts";
import type { HubServer } from "./hub-server.ts";
import { noise, sampleModel } from "./sample-model.ts";

/** What is left after a series of kills and one run that was let to its end. */
export interface KillSeriesResult {
  /** What the last run printed. */
  resolved: { folder: string; revision: string };
  files: Record<string, string | Uint8Array>;
  killed: number;
  /** For each request for the weights: where it began, and how much stood in the partial file when the killed process was gone. */
  starts: { asked: number; had: number }[];
}

/** Kills a process that downloads a model, `kills` times at random moments, then lets it finish. */
export async function killSeries(options: { hub: HubServer; cacheFolder: string; kills: number; seed: number; size: number }): Promise<KillSeriesResult> {
  const { hub, cacheFolder, kills, seed, size } = options;
  const random = randomStream(seed, "kill series");
  const files = sampleModel(noise(seed, size));
  hub.addModel("org/name", files);
  hub.flow = { piece: 16 * 1024, wait: 4 };
  const hash = sha256(files["model.safetensors"] as Uint8Array);
  const blob = join(cacheFolder, "models--org--name/blobs", hash);
  const starts: KillSeriesResult["starts"] = [];
  let killed = 0;
  let had = 0;
  for (;;) {
    const before = hub.seen.length;
    const run = startRun("hf:org/name", environmentFor(hub, cacheFolder));
    const noteStarts = (): void => {
      for (const { range } of hub.seen.slice(before).filter(({ path }) => path.includes(hash))) starts.push({ asked: Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0), had });
    };
    if (killed === kills) {
      hub.flow = { piece: 64 * 1024, wait: 0 };
      const resolved = JSON.parse(await run.output) as KillSeriesResult["resolved"];
      noteStarts();
      return { resolved, files, killed, starts };
    }
    // Sometimes before the first byte, mostly while they come.
    if (random.uniform() < 0.8) await Promise.race([run.progressed, run.output]);
    // On a busy machine they would all be killed before they ask.
    await wait((starts.length < killed / 5 ? 400 : 60) * random.uniform());
    run.kill();
    if (await run.wasKilled) killed += 1;
    noteStarts();
    had = existsSync(`${blob}.incomplete`) ? statSync(`${blob}.incomplete`).size : existsSync(blob) ? size : 0;
    if (had === size) throw new Error(`It was all there after ${killed} kills: choose a larger size.`);
  }
}

/** The environment of a process that shall use this hub and this cache. */
export function environmentFor(hub: HubServer, cacheFolder: string): Record<string, string> {
  return { HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: cacheFolder, HF_TOKEN: "hf_reader" };
}

/** Resolves a reference in a process of its own. */
export function startRun(
  reference: string,
  environment: Record<string, string>,
  prefix = "",
): { output: Promise<string>; progressed: Promise<void>; wasKilled: Promise<boolean>; kill: () => void } {
  const command = [process.execPath, "--disable-warning=ExperimentalWarning", join(import.meta.dirname, "resolve-once.ts"), reference];
  const child = spawn("sh", ["-c", `${prefix} exec "$@"`, "sh", ...command], { env: { PATH: process.env.PATH, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const text: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (piece: string) => text.push(piece));
  const progressed = new Promise<void>((resolve) => child.stderr.once("data", () => resolve()));
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (piece: string) => errors.push(piece));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_, signal) => resolve(signal)));
  const output = ended.then((signal) => {
    // What a run prints is JSON, errors included; all else is a bug.
    if (text.length === 0 && signal === null) throw new Error(errors.join(""));
    return text.join("");
  });
  return { output, progressed, wasKilled: ended.then((signal) => signal === "SIGKILL"), kill: () => child.kill("SIGKILL") };
}
