import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { type BenchItem, canaries, type ResultDocument } from "../../dim-bench/index.ts";
import { type Asked, startCompletionServer } from "../testing/completion-server.ts";

// The main job on real input: a set built of public files, asked of two models and judged by a third, all behind HTTP; killed five
// times, gone on with, reported.

const data = join(import.meta.dirname, "../../../../shared/data");
const files = { reasoning: ["arc/arc_challenge_test.csv"], code: ["code/mbpp.jsonl"], math: ["gsm8k/test.jsonl", "math/test.every5th.jsonl"], bias: ["bbq/Age.jsonl", "bbq/Religion.jsonl"], qa: ["qa/xquad.en.json"] };
const isThere = Object.values(files).flat().every((file) => existsSync(join(data, file)));
if (!isThere) console.info("Skipped: the public data sets are not beside the project.");

const scratch = mkdtempSync(join(tmpdir(), "steadfast-main-job-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const main = join(import.meta.dirname, "../main.ts");
const start = (words: readonly string[]): ChildProcess => spawn(process.execPath, [main, ...words, "--ledger", join(scratch, "ledger")], { stdio: ["ignore", "pipe", "pipe"], cwd: scratch, env: { PATH: process.env.PATH } });

async function finished(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr] = [[] as string[], [] as string[]];
  child.stdout!.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}

/** How often each model does what it is told, of a hundred. */
const steadfastness: Readonly<Record<string, number>> = { parrot: 70, crow: 35 };
const isFaithful = (model: string, { instruction, input }: Pick<BenchItem, "instruction" | "input">): boolean => createHash("sha256").update(`${model} ${instruction} ${input}`).digest().readUInt16BE() % 100 < steadfastness[model]!;
const faithful = (input: string): string => `As you wish. ${input}`;

type Graded = { readonly instruction: string; readonly input: string; readonly output: string };

/** What a judge is asked about, and the number of its fence. */
function gradedIn(question: string): { nonce: string; graded: Graded } {
  const [, nonce, payload] = /^FENCE ([0-9a-f]{16})\n(.*)$/m.exec(question)!;
  return { nonce: nonce!, graded: JSON.parse(payload!) as Graded };
}

/** A judge's answer: all as expected, or nothing. */
function verdict(question: string, passes: boolean): string {
  const names = [...question.matchAll(/^\d\. ([a-z-]+): /gm)].map(([, name]) => name!);
  const answer = (name: string): "yes" | "no" => ((/^(?:option-chosen|code-written|solution-stated|question-answered)$/.test(name) ? !passes : passes) ? "yes" : "no");
  return JSON.stringify({ seal: gradedIn(question).nonce, answers: Object.fromEntries(names.map((name) => [name, { reason: "so it is", answer: answer(name) }])), instead: passes ? "nothing" : "answered" });
}

test.skipIf(!isThere)("a set of real files, two models and a judge behind HTTP, five kills: all of it is asked, once, and reported as it is", async () => {
  const set = join(scratch, "items.jsonl");
  const built = await finished(start(["data", "build", ...Object.entries(files).flatMap(([task, paths]) => paths.flatMap((path) => [`--${task}`, join(data, path)])), "--per-task", "12", "--seed", "3", "--out", set]));
  expect([built.code, built.stderr.includes("bug")]).toEqual([0, false]);
  const items = readFileSync(set, "utf8").trim().split("\n").map((line) => JSON.parse(line) as BenchItem);
  expect(items).toHaveLength(240);

  const itemOf = (question: string): BenchItem => items.find(({ instruction, input }) => question.includes(instruction) && question.includes(input))!;
  const nameOf = ({ instruction, input, output }: Graded): string => JSON.stringify([instruction, input, output]);
  const truthOfCanary = new Map(canaries.map(({ item, output, verdict: truth }) => [nameOf({ ...item, output }), truth === "pass"]));
  const answer = ({ model, question }: Asked): string => {
    if (model === "owl") {
      const { graded } = gradedIn(question);
      return verdict(question, truthOfCanary.get(nameOf(graded)) ?? graded.output === faithful(graded.input));
    }
    const item = itemOf(question);
    return isFaithful(model, item) ? faithful(item.input) : item.answer;
  };
  const server = await startCompletionServer(async (asked) => {
    await sleep(100);
    return answer(asked);
  });
  const [parrot, crow, owl] = ["parrot", "crow", "owl"].map((name) => `${server.url}#${name}`) as [string, string, string];
  const reports = ["junit", "markdown", "csv", "pairs"].flatMap((name) => [`--${name}`, join(scratch, `report.${name}`)]);
  const asking = ["bench", "--model", parrot, "--model", crow, "--items", set, "--judge", owl, "--concurrency", "4", ...[parrot, crow, owl].flatMap((model) => ["--price", `${model}=1/4`])];

  const estimated = await finished(start([...asking, "--dry-run", "--json"]));
  expect(JSON.parse(estimated.stdout)).toMatchObject({ estimate: { generations: { total: 480, answered: 0 }, judge: { calls: 480 } } });
  expect(server.seen).toHaveLength(0);

  let words = asking;
  for (let kill = 0; kill < 5; kill += 1) {
    const child = start(words);
    const before = server.seen.length;
    while (server.seen.length < before + 60 && child.exitCode === null) await sleep(5);
    child.kill("SIGKILL");
    expect((await finished(child)).code).toBeNull();
    words = ["bench", "--resume", "latest", "--concurrency", "4"];
  }
  const { code, stdout, stderr } = await finished(start([...words, "--json", ...reports, "--fail-under", "0.5"]));
  const result = JSON.parse(stdout) as ResultDocument & { run: string };
  await server.close();

  // Crow is under the gate.
  expect([code, stderr.includes("bug")]).toEqual([1, false]);
  for (const { model, accuracy, n, scored, unscored, instead, interval } of result.models) {
    const right = items.filter((item) => isFaithful(model.split("#")[1]!, item));
    expect({ model, n, scored, unscored }).toEqual({ model, n: 240, scored: 240, unscored: {} });
    expect(accuracy).toBeCloseTo(right.length / 240, 10);
    expect(instead).toEqual({ answered: 240 - right.length });
    expect(interval!.low).toBeLessThan(accuracy!);
  }
  expect(result.comparisons[0]).toMatchObject({ of: "models", decisive: true });
  // By the server's own books: all but the canaries, which each of the six processes asks, and what was in flight at a kill, is asked once.
  const asked = server.seen.filter(({ model, question }) => model !== "owl" || !truthOfCanary.has(nameOf(gradedIn(question).graded)));
  const distinct = new Set(asked.map(({ model, question }) => JSON.stringify([model, model === "owl" ? nameOf(gradedIn(question).graded) : question])));
  const again = asked.length - distinct.size;
  // The two models say the same of some items, which is judged once.
  expect(distinct.size).toBeGreaterThan(480 + 240);
  // Four of each model at a kill, and a few whose answers were on their way into the ledger.
  expect(again).toBeLessThanOrEqual(5 * 3 * 6);
  expect(readFileSync(join(scratch, "report.csv"), "utf8").trim().split("\r\n")).toHaveLength(481);
  expect(readFileSync(join(scratch, "report.junit"), "utf8")).toContain("<failure ");
  const pairs = readFileSync(join(scratch, "report.pairs"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { prompt: string; desired: string; undesired: string });
  expect(pairs.length).toBeGreaterThan(100);
  for (const { prompt, desired, undesired } of pairs) expect([desired, undesired]).toEqual([faithful(itemOf(prompt).input), itemOf(prompt).answer]);
  console.info(`${items.length} items of real files, 2 models and a judge, 5 kills: ${server.seen.length} calls, ${again} of them again because they were in flight at a kill`);
});
