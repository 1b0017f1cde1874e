import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { type BenchItem, openDefence, openItemSet, type ResultDocument } from "../../dim-bench/index.ts";
import { type Asked, type CompletionServer, startCompletionServer } from "../testing/completion-server.ts";
import { type Outcome, runInProcess, type RunInProcessOptions } from "../testing/run-in-process.ts";

vi.setConfig({ testTimeout: 120_000 });
const scratch = mkdtempSync(join(tmpdir(), "steadfast-bench-command-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const servers: CompletionServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const { items } = await openItemSet("lab", { seed: 0, perCell: 2 });
const { messages } = await openDefence("lab");
const questionOf = (item: BenchItem): string => messages(item)[0]!.text;
const byQuestion = new Map(items.map((item) => [questionOf(item), item]));
const rightly = ({ question }: Asked): string => byQuestion.get(question)!.gold!;

async function serve(answer: (asked: Asked) => string | number | Promise<string | number> = rightly): Promise<CompletionServer> {
  const server = await startCompletionServer(answer);
  servers.push(server);
  return server;
}

let ledgers = 0;
const newLedger = (): string => join(scratch, `ledger ${(ledgers += 1)}`);
const bench = (ledger: string, words: readonly string[], options: RunInProcessOptions = {}): Promise<Outcome> => runInProcess(["bench", ...words, "--ledger", ledger], { environment: {}, ...options });
const small = ["--items", "lab", "--per-cell", "2"];

type Result = ResultDocument & { run: string; stages: { generations: { done: number; cached: number; failed: number; waiting: number } }; spent: { target?: { calls: number; cost: number | null } }; stopped: { code: string }[]; pairs: { count: number } | null; error?: { code: string; message: string; hint: string } };
const json = async (ledger: string, words: readonly string[], options?: RunInProcessOptions): Promise<Result & { code: number; stderr: string }> => {
  const { code, stdout, stderr } = await bench(ledger, [...words, "--json"], options);
  return { ...(JSON.parse(stdout) as Result), code, stderr };
};

describe("steadfast bench", () => {
  test("asks, judges and reports; the lab's items by their exact outputs", async () => {
    const wrong = new Set(items.filter(({ inputTask }) => inputTask === "qa").map(({ id }) => id));
    const server = await serve(({ question }) => (wrong.has(byQuestion.get(question)!.id) ? byQuestion.get(question)!.answer : byQuestion.get(question)!.gold!));
    const files = { junit: join(scratch, "a.xml"), markdown: join(scratch, "a.md"), csv: join(scratch, "a.csv"), pairs: join(scratch, "a.jsonl") };
    const ledger = newLedger();
    const model = `${server.url}#parrot`;
    const result = await json(ledger, ["--model", model, ...small, "--price", `${model}=1/2`, ...Object.entries(files).flatMap(([name, path]) => [`--${name}`, path])]);
    expect(result).toMatchObject({ code: 0, items: { set: "lab", count: 40, inputs: 10 }, judge: { name: "exact" }, comparisons: [], stages: { generations: { done: 40, failed: 0 } }, stopped: [], pairs: { count: 8 } });
    expect(result.models).toHaveLength(1);
    expect(result.models[0]).toMatchObject({ model, defence: "lab", accuracy: 0.8, n: 40, scored: 40, unscored: {}, instead: { answered: 8 } });
    expect(result.models[0]!.interval!.low).toBeLessThan(0.8);
    expect(result.models[0]!.cells.filter(({ input }) => input === "qa").map(({ accuracy }) => accuracy)).toEqual([0, 0, 0, 0]);
    expect(result.models[0]!.cost.target).toBeCloseTo((40 * (100 * 1 + 10 * 2)) / 1e6, 12);
    expect(result.spent.target).toMatchObject({ calls: 40 });
    expect(readFileSync(files.junit, "utf8")).toContain("<testsuite ");
    expect(readFileSync(files.markdown, "utf8")).toContain("# DIM-Bench: lab");
    expect(readFileSync(files.csv, "utf8").trim().split("\r\n")).toHaveLength(41);
    const pairs = readFileSync(files.pairs, "utf8").trim().split("\n").map((line) => JSON.parse(line) as { prompt: string; desired: string; undesired: string });
    for (const { prompt, desired, undesired } of pairs) expect(byQuestion.get(prompt)).toMatchObject({ gold: desired, answer: undesired });
    const { stdout } = await runInProcess(["runs", "show", result.run, "--json", "--ledger", ledger], { environment: {} });
    expect(stdout).toContain("junit");
    expect([...server.asked.values()].every((times) => times === 1)).toBe(true);
  });

  test("prints tables for models and defences, what is compared, and where it is kept", async () => {
    const server = await serve(({ question }) => byQuestion.get(question)?.gold ?? "I do not know this frame.");
    const model = `${server.url}#parrot`;
    const { code, stdout, stderr } = await bench(newLedger(), ["--model", model, "--model", "scripted:constant:yes", ...small, "--defence", "lab", "--defence", "sandwich"]);
    expect(code).toBe(0);
    const [heading, columns, first, second] = stdout.split("\n");
    expect(heading).toBe("DIM-Bench, 40 items over 10 inputs");
    expect(columns).toMatch(/^model +defence +accuracy % +95 % interval/);
    expect(first).toMatch(new RegExp(`^${model} +lab +100\\.0 `));
    expect(second).toMatch(new RegExp(`^${model} +sandwich +0\\.0 `));
    for (const part of ["Models compared", "Defences compared", "What failed did instead", "Judged by exact."]) expect(stdout).toContain(part);
    // Beside items in the lab's language the paper's numbers say nothing.
    expect(stdout).not.toContain("Published, over the paper's items");
    expect(stdout).toMatch(/Everything asked and answered is kept as run \w+\.\n$/);
    expect(stderr).toContain("40 items over 10 inputs: 160 questions.");
  });

  test("--dry-run says what it would come to, asks nothing and leaves no ledger", async () => {
    const server = await serve();
    const ledger = newLedger();
    const model = `${server.url}#parrot`;
    const { code, stdout } = await bench(ledger, ["--model", model, ...small, "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^40 items over 10 inputs: 40 questions\.$/m);
    expect(stdout).toContain(`The cost is not known, for the price of ${model} is not`);
    expect(stdout).toMatch(/The smallest difference between two models that it can show is \d/);
    expect(stdout).toMatch(/Nothing was asked\.\n$/);
    expect((await bench(ledger, ["--model", model, ...small, "--dry-run", "--price", `${model}=1/2`])).stdout).toMatch(/It will cost about \$0\.\d+: \$0\.\d+ to \$0\.\d+,/);
    expect(server.seen).toEqual([]);
    expect(existsSync(ledger)).toBe(false);
  });

  test("Ctrl-C keeps what came back and says how to go on; going on asks the rest only", async () => {
    const signals = new EventEmitter();
    const server = await serve(async (asked) => {
      if (server.seen.length === 12) setTimeout(() => signals.emit("SIGINT"), 30);
      await new Promise((resolve) => void setTimeout(resolve, 20));
      return rightly(asked);
    });
    const ledger = newLedger();
    const stopped = await bench(ledger, ["--model", `${server.url}#parrot`, ...small, "--concurrency", "2"], { signals });
    expect(stopped.code).toBe(2);
    const hint = /Hint: Go on with it by: steadfast (bench --resume \w+ --ledger .*)\n/.exec(stopped.stderr);
    expect(hint).not.toBeNull();
    const asked = server.seen.length;
    expect(asked).toBeLessThan(40);
    const { code, stages } = await json(ledger, ["--resume", /--resume (\w+)/.exec(hint![1]!)![1]!]);
    expect({ code, stages }).toMatchObject({ code: 0, stages: { generations: { done: 40, waiting: 0 } } });
    expect([...server.asked.values()].filter((times) => times > 1).length).toBeLessThanOrEqual(2);
    expect(server.seen.length).toBeLessThanOrEqual(42);
  });

  test("what fails makes it incomplete, and --rerun failed mends it", async () => {
    let isIll = true;
    const server = await serve((asked) => (isIll && byQuestion.get(asked.question)!.inputTask === "code" ? 500 : rightly(asked)));
    const ledger = newLedger();
    const first = await bench(ledger, ["--model", `${server.url}#parrot`, ...small, "--max-retries", "0", "--fail-under", "0.9"]);
    expect(first.code).toBe(2);
    expect(first.stdout).toContain("8 calls have failed for good; --rerun failed makes them again.");
    expect(first.stderr).toMatch(/Go on with it by: steadfast bench --resume \w+ --rerun failed/);
    isIll = false;
    const mended = await json(ledger, ["--resume", "latest", "--rerun", "failed"]);
    expect(mended).toMatchObject({ code: 0, stages: { generations: { done: 40, failed: 0 } } });
    expect(mended.models[0]).toMatchObject({ accuracy: 1, scored: 40 });
    expect(server.seen.length).toBe(48);
  });

  test("a budget ends it before the call that might exceed it", async () => {
    const server = await serve();
    const ledger = newLedger();
    const model = `${server.url}#parrot`;
    const words = ["--model", model, ...small, "--price", `${model}=10/10`, "--concurrency", "1"];
    const ended = await json(ledger, [...words, "--budget", "0.03"]);
    expect(ended).toMatchObject({ code: 2, stopped: [{ code: "budget-exceeded" }] });
    expect(ended.spent.target!.cost).toBeLessThanOrEqual(0.03);
    expect(ended.stages.generations.waiting).toBe(40 - server.seen.length);
    // The price is kept with the run.
    expect(await json(ledger, ["--resume", ended.run, "--budget", "5"])).toMatchObject({ code: 0 });
    expect(server.seen.length).toBe(40);
  });

  test("the gate is an exit code of its own, and a second run of the same costs nothing", async () => {
    const server = await serve();
    const ledger = newLedger();
    const words = ["--model", `${server.url}#parrot`, ...small];
    expect((await bench(ledger, [...words, "--fail-under", "0.5"])).code).toBe(0);
    const again = await json(ledger, [...words, "--fail-under", "0.999"]);
    expect(again).toMatchObject({ code: 1, gate: { passed: false }, stages: { generations: { cached: 40 } } });
    expect(server.seen.length).toBe(40);
    expect((await json(ledger, [...words, "--fresh"])).stages.generations.cached).toBe(0);
    expect(server.seen.length).toBe(80);
  });

  test("a system message, a template, filters and trials are what is asked", async () => {
    const template = join(scratch, "template.txt");
    const system = join(scratch, "system.txt");
    writeFileSync(template, "Do this: {instruction} To that: {input}\n");
    writeFileSync(system, "You are {input} careful.");
    const server = await serve(() => "no");
    const { code, models } = await json(newLedger(), ["--model", `${server.url}#parrot`, ...small, "--defence", template, "--system", system, "--instruction", "style", "--input", "math", "--input", "qa", "--trials", "2"]);
    expect({ code, defence: models[0]!.defence }).toEqual({ code: 0, defence: template });
    const wanted = items.filter(({ instructionTask, inputTask }) => instructionTask === "style" && (inputTask === "math" || inputTask === "qa"));
    expect(server.seen.map(({ question, system }) => [question, system]).toSorted()).toEqual(wanted.flatMap(({ instruction, input }) => Array.from({ length: 2 }, () => [`Do this: ${instruction} To that: ${input}`, "You are {input} careful."])).toSorted());
  });

  test("a run that is gone on with is the one that was begun, or none", async () => {
    const template = join(scratch, "changing.txt");
    writeFileSync(template, "{instruction} {input}");
    const server = await serve(() => 500);
    const ledger = newLedger();
    expect((await bench(ledger, ["--model", `${server.url}#parrot`, ...small, "--defence", template, "--max-retries", "0"])).code).toBe(2);
    writeFileSync(template, "{instruction}: {input}");
    expect(await json(ledger, ["--resume", "latest"])).toMatchObject({ code: 64, error: { code: "run-differs" } });
    expect(await json(ledger, ["--resume", "latest", "--trials", "2"])).toMatchObject({ code: 64, error: { code: "bad-value", message: "--trials says what is asked, and a run that is gone on with has its own." } });
    expect(await json(newLedger(), ["--resume", "latest"])).toMatchObject({ code: 64, error: { code: "ledger-missing" } });
  });

  test("a key is sent to its server and is nowhere else", async () => {
    const key = "sk-planted-8d1f7e22c0b94a56";
    const server = await serve(({ authorization, question }) => (byQuestion.get(question)!.inputTask === "bias" ? 401 : `${authorization}`));
    const ledger = newLedger();
    const environment = { OPENAI_COMPATIBLE_API_KEY: key };
    const shown = [await bench(ledger, ["--model", `${server.url}#parrot`, ...small, "--verbose", "--concurrency", "1"], { environment }), await bench(ledger, ["--resume", "latest", "--json"], { environment })];
    expect(new Set(server.seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${key}`]));
    expect(JSON.stringify(shown)).not.toContain(key);
    for (const name of readdirSync(ledger)) expect(readFileSync(join(ledger, name)).includes(key)).toBe(false);
  });

  test.each([
    [[], "There is no model to measure."],
    [["--model", "parrot"], "is no chat model"],
    [["--model", "scripted:echo", "--model", "scripted:echo", ...small], "The model scripted:echo is given twice."],
    [["--model", "scripted:echo", ...small, "--defence", "lab", "--defence", "lab"], "The defence lab is given twice."],
    [["--model", "scripted:echo", ...small, "--defence", "prayer"], 'There is no defence "prayer"'],
    [["--model", "scripted:echo", "--items", "nowhere.jsonl"], 'There is no set of items "nowhere.jsonl"'],
    [["--model", "scripted:echo", ...small, "--instruction", "translating"], "--instruction takes one of rewriting"],
    [["--model", "scripted:echo", ...small, "--language", "de"], 'No item has the language "de".'],
    [["--model", "scripted:echo", ...small, "--judge", "nobody"], "is no chat model"],
    [["--model", "scripted:echo", ...small, "--system", join(scratch, "nowhere.txt")], "cannot be read"],
    [["--model", "scripted:echo", ...small, "--price", "scripted:other=1/2"], "--price names scripted:other, which is neither a model nor the judge"],
    [["--model", "scripted:echo", ...small, "--price", "scripted:echo=cheap"], "--price takes a model and its price"],
    [["--model", "http://127.0.0.1:9/v1#a", ...small, "--budget", "1"], "is not known, so a budget cannot be kept."],
    [["--model", "scripted:echo", ...small, "--junit", scratch], "--junit"],
    [["--model", "scripted:echo", ...small, "--fail-under", "60"], "--fail-under takes a number"],
    [["--model", "scripted:echo", ...small, "--calibration", join(scratch, "nowhere.json")], "--calibration"],
  ])("%j is refused before anything is asked", async (words, sentence) => {
    const ledger = newLedger();
    const { code, stdout, stderr } = await bench(ledger, words);
    expect({ code, stderr }).toEqual({ code: 64, stderr: expect.stringContaining(sentence) });
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^[^\n]+\.\n(?:Hint: .+\n)?$/);
    expect(existsSync(ledger)).toBe(false);
  });
});
