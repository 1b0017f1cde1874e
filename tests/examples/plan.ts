import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectExamples, type DocumentedExample, exportedNames } from "../house/examples/collect.ts";
import type { PlannedModule } from "../house/examples/run-modules.ts";
import { type ExampleModule, writeModule } from "../house/examples/write-module.ts";
import { run } from "../house/processes.ts";
import { root } from "../house/repository.ts";

/** An example with its modules on disk. */
export interface PreparedExample extends DocumentedExample, ExampleModule {
  readonly checkedFile: string;
  readonly runFile: string;
}

/** Writes every example as modules into a new folder. */
export function prepareExamples(): { readonly folder: string; readonly examples: readonly PreparedExample[] } {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-examples-"));
  for (const kind of ["checked", "run"]) mkdirSync(join(folder, kind));
  // So that what is written outside the checkout finds the types of Node.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const examples = collectExamples().map((example, index) => {
    const file = `tests/examples/preambles/${example.room}.ts`;
    const preamble = existsSync(join(root, file)) ? { file: join(root, file), names: exportedNames(file) } : null;
    const module = writeModule(example, preamble);
    const name = `${String(index).padStart(3, "0")}-${example.room}-${example.name.replaceAll(/\W+/g, "-")}.ts`;
    const prepared = { ...example, ...module, checkedFile: join(folder, "checked", name), runFile: join(folder, "run", name) };
    writeFileSync(prepared.checkedFile, module.checked);
    writeFileSync(prepared.runFile, module.run);
    return prepared;
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, noUncheckedIndexedAccess: false, isolatedDeclarations: false, declaration: false, verbatimModuleSyntax: false, rewriteRelativeImportExtensions: false };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: ["checked"], exclude: [] }));
  return { folder, examples };
}

/** What the compiler says of the examples, by the file that holds them; lines that are no example's are under "". */
export function typeProblems(folder: string, examples: readonly PreparedExample[]): Map<string, string[]> {
  const { stdout, stderr } = run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "--noEmit", "--pretty", "false", "--project", folder], { cwd: folder });
  const problems = new Map<string, string[]>();
  for (const line of `${stdout}${stderr}`.split("\n").filter((each) => each !== "")) {
    const [, file, at, what] = /^(checked\/[^(]+)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    const example = examples.find(({ checkedFile }) => file !== undefined && checkedFile.endsWith(file));
    const told = example === undefined ? line : `${example.file}:${example.line + Number(at) - 2}: ${what}`;
    problems.set(example?.checkedFile ?? "", [...(problems.get(example?.checkedFile ?? "") ?? []), told]);
  }
  return problems;
}

/** Runs examples of one room, one after the other in one process in a folder of its own. Null for each that does what it says. */
export function runExamples(folder: string, room: string, examples: readonly PreparedExample[]): readonly (string | null)[] {
  const cwd = join(folder, `room-${room}`);
  mkdirSync(cwd);
  const preamble = join(root, "tests", "examples", "preambles", `${room}.ts`);
  // Axes are named where the fixtures are, without running those.
  const named = existsSync(preamble) ? /^export const dimensions = (\{.*\});$/m.exec(readFileSync(preamble, "utf8"))?.[1] : undefined;
  const dimensions = named === undefined ? {} : (JSON.parse(named.replaceAll(/(\w+):/g, '"$1":')) as Record<string, number>);
  const plan: readonly PlannedModule[] = examples.map(({ runFile, values, code }) => ({ module: runFile, values, throws: /^throw /m.test(code), dimensions }));
  writeFileSync(join(cwd, "plan.json"), JSON.stringify(plan));
  const { status, stdout, stderr } = run(process.execPath, [join(root, "tests", "house", "examples", "run-modules.ts"), "plan.json", "result.json", ...(existsSync(preamble) ? [preamble] : [])], { cwd });
  if (status !== 0) throw new Error(`The examples of ${room} ended with ${status}:\n${stdout}\n${stderr}`);
  return JSON.parse(readFileSync(join(cwd, "result.json"), "utf8")) as (string | null)[];
}
