import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { has } from "./house/processes.ts";
import { readProjectFile } from "./house/repository.ts";

interface Request {
  id: string;
  answer: string;
  language: string;
  check: string;
}

interface Program {
  file: string;
  source: string;
  /** Command lines, one after the other, in the folder of the program. */
  commands: readonly (readonly [string, ...string[]])[];
}

const requests = readProjectFile("data/dim-bench/inputs/code.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line) as Request);

/** The check stands behind the answer, or has a place for it: ANSWER. */
function placed({ answer, check }: Request): string {
  return check.includes("ANSWER") ? check.replaceAll("ANSWER", () => answer) : `${answer}\n${check}`;
}

const languages: Readonly<Record<string, { tools: readonly string[]; program: (request: Request) => Program }>> = {
  python: { tools: ["python3"], program: (request) => ({ file: "check.py", source: placed(request), commands: [["python3", "check.py"]] }) },
  // A script of Python, with the statement in it.
  sql: { tools: ["python3"], program: (request) => ({ file: "check.py", source: placed(request), commands: [["python3", "check.py"]] }) },
  javascript: { tools: [], program: (request) => ({ file: "check.mjs", source: placed(request), commands: [[process.execPath, "check.mjs"]] }) },
  typescript: { tools: [], program: (request) => ({ file: "check.mts", source: placed(request), commands: [[process.execPath, "check.mts"]] }) },
  // Scripts of Bash, with the path of the answer in them.
  bash: { tools: ["bash"], program: ({ check }) => ({ file: "check.sh", source: check.replaceAll("ANSWER", '"$ANSWER_FILE"'), commands: [["bash", "check.sh"]] }) },
  awk: { tools: ["bash", "awk"], program: ({ check }) => ({ file: "check.sh", source: check.replaceAll("ANSWER", '"$ANSWER_FILE"'), commands: [["bash", "check.sh"]] }) },
  c: { tools: ["cc"], program: (request) => ({ file: "check.c", source: placed(request), commands: [["cc", "-std=gnu11", "-o", "check", "check.c", "-lm"], ["./check"]] }) },
  java: { tools: ["javac", "java"], program: (request) => ({ file: "Main.java", source: placed(request), commands: [["javac", "Main.java"], ["java", "Main"]] }) },
  perl: { tools: ["perl"], program: (request) => ({ file: "check.pl", source: placed(request), commands: [["perl", "check.pl"]] }) },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "code-answers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let attempts = 0;

/** Null when the check accepts, else what it said. */
async function rejected(request: Request): Promise<string | null> {
  const cwd = join(folder, `${request.id}-${(attempts += 1)}`);
  await mkdir(cwd);
  const { file, source, commands } = languages[request.language]!.program(request);
  const answerFile = join(cwd, "answer.txt");
  await writeFile(answerFile, request.answer);
  await writeFile(join(cwd, file), source);
  for (const [command, ...words] of commands) {
    const problem = await new Promise<string | null>((resolve) => {
      execFile(command, words, { cwd, timeout: 60_000, maxBuffer: 1 << 24, env: { ...process.env, ANSWER_FILE: answerFile, TMPDIR: cwd, NODE_NO_WARNINGS: "1" } }, (error, stdout, stderr) => resolve(error === null ? null : `${error.message}\n${stdout}\n${stderr}`));
    });
    if (problem !== null) return problem;
  }
  return null;
}

/** Two at a time. */
async function each(those: readonly Request[], work: (request: Request) => Promise<void>): Promise<void> {
  const left = those.slice();
  await Promise.all([0, 1].map(async () => {
    for (let request = left.shift(); request !== undefined; request = left.shift()) await work(request);
  }));
}

test("every request is in a language that is checked here", () => {
  expect(requests).toHaveLength(100);
  expect(requests.filter(({ language, check }) => languages[language] === undefined || check.trim() === "")).toEqual([]);
});

describe.each(Object.entries(languages))("%s", (language, { tools }) => {
  const those = requests.filter((request) => request.language === language);
  const missing = tools.filter((tool) => !has(tool));
  const why = missing.length === 0 ? "" : `: skipped, for there is no ${missing.join(", ")} here`;

  test.skipIf(missing.length > 0)(`the answers to ${those.length} requests run and are right${why}`, { timeout: 600_000 }, async () => {
    expect(those.length).toBeGreaterThan(0);
    await each(those, async (request) => expect(await rejected(request), request.id).toBeNull());
  });

  test.skipIf(missing.length > 0)(`the checks reject ${those.length} answers that do nothing${why}`, { timeout: 600_000 }, async () => {
    await each(those, async (request) => expect(await rejected({ ...request, answer: "" }), request.id).not.toBeNull());
  });
});
