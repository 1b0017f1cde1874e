import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { FineTuneOptions } from "../fine-tune-options.ts";

/** What a series of kills saw. */
export interface KillReport {
  kills: number;
  /** Steps that were done more than once, for a kill came before they were kept. */
  repeated: number;
}

/**
 * Trains in a process of its own that is killed (SIGKILL, at once) some milliseconds after a step, wherever it then is, and begun again with
 * `resume`, until it is through.
 *
 * @param delays milliseconds after the first step of each life; behind the last one it is left alone.
 */
export async function trainThroughKills(options: FineTuneOptions, delays: readonly number[]): Promise<KillReport> {
  const seen = new Set<number>();
  const report: KillReport = { kills: 0, repeated: 0 };
  for (const delay of [...delays, undefined]) {
    const trainer = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "train-until-killed.ts"), JSON.stringify({ ...options, resume: true })], { stdio: ["ignore", "pipe", "inherit"] });
    trainer.stdout.on("data", (text: Buffer) => {
      for (const line of text.toString().split("\n").filter((each) => each !== "")) {
        if (seen.has(Number(line))) report.repeated += 1;
        seen.add(Number(line));
      }
    });
    const ended = once(trainer, "exit");
    if (delay !== undefined) {
      await Promise.race([once(trainer.stdout, "data"), ended]);
      await wait(delay);
      if (trainer.kill("SIGKILL")) report.kills += 1;
    }
    const [code] = (await ended) as [number | null];
    if (delay === undefined && code !== 0) throw new Error(`The training ended with code ${code}.`);
  }
  return report;
}
