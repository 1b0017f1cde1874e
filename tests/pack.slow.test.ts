import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foreignEnvironment, run, runWell } from "./house/processes.ts";
import { root } from "./house/repository.ts";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const doors = Object.keys(manifest.exports).map((path) => path.replace("./", ""));
const exported = Object.values<Record<string, string>>(manifest.exports).flatMap((targets) => Object.values(targets).map((target) => target.replace("./", "package/")));
let folder: string;
let packed: string;
let contents: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "steadfast-pack-"));
  runWell("npm", ["pack", "--pack-destination", folder], { cwd: root });
  packed = join(folder, readdirSync(folder).find((file) => file.endsWith(".tgz"))!);
  contents = runWell("tar", ["-tzf", packed], { cwd: folder }).trim().split("\n").sort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An empty folder with the package installed, as its user has it. */
function install(name: string, ...flags: string[]): { cwd: string; environment: Record<string, string> } {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "somebody", private: true, type: "module" }));
  // ONNX Runtime's own install script downloads CUDA, which no test wants.
  const environment = foreignEnvironment({ ONNXRUNTIME_NODE_INSTALL: "skip" });
  runWell("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags, packed], { cwd, environment });
  // The Node that the project is developed on, whatever the system has.
  environment.PATH = `${join(root, "node_modules", "node", "bin")}:${environment.PATH}`;
  return { cwd, environment };
}

test("only what is needed is inside", () => {
  const allowed = /^package\/(?:package\.json|README\.md|LICENSE|FEATURES\.md|dist\/[\w/-]+\.(?:js|d\.ts)|dist\/report\/page\/page\.html|models\/.+|data\/.+)$/;
  expect(contents.filter((file) => !allowed.test(file))).toEqual([]);
  expect(contents.filter((file) => /\.test\.|\.contract\.|\/testing\//.test(file))).toEqual([]);
  expect(contents).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md", "package/FEATURES.md", "package/dist/cli/main.js", "package/dist/report/page/page.html", ...exported]));
});

describe.each([
  { name: "with ONNX Runtime", flags: [], hasRuntime: true },
  { name: "without ONNX Runtime", flags: ["--omit=optional"], hasRuntime: false },
])("installed $name", ({ name, flags, hasRuntime }) => {
  let installed: { cwd: string; environment: Record<string, string> };
  beforeAll(() => {
    installed = install(name.replaceAll(" ", "-"), ...flags);
  });
  const steadfast = (...argv: string[]): string => runWell(join(installed.cwd, "node_modules", ".bin", "steadfast"), argv, installed);

  test("ONNX Runtime is there or not, as asked", () => {
    expect(existsSync(join(installed.cwd, "node_modules", "onnxruntime-node"))).toBe(hasRuntime);
  });

  test.skipIf(!hasRuntime)("a model runs, in its thread", () => {
    const golden = join(root, "src", "lm", "testing", "golden", "gpt2");
    expect(JSON.parse(steadfast("score", golden, "--ids", "5 6 7", "--json"))).toMatchObject({ sequences: [{ logProbabilities: [expect.any(Number), expect.any(Number)] }] });
  });

  test("commands", () => {
    expect(steadfast("--help")).toContain("Usage: steadfast");
    expect(steadfast("--version")).toBe(`${manifest.version}\n`);
    expect(JSON.parse(steadfast("runs", "--json"))).toMatchObject({ ledger: null, runs: [] });
    expect(existsSync(join(installed.cwd, ".steadfast"))).toBe(false);
    const demo = run(join(installed.cwd, "node_modules", ".bin", "steadfast"), ["demo"], installed);
    if (hasRuntime) expect(demo).toMatchObject({ status: 0, stdout: expect.stringContaining("The report: steadfast-report.html") });
    else expect(demo).toMatchObject({ status: 64, stderr: expect.stringMatching(/ONNX Runtime.*could not be loaded.*\nHint: Install it with: npm install onnxruntime-node/) });
    if (hasRuntime) expect(runWell("npx", ["steadfast", "runs"], installed)).toContain("bench");
  });

  test("doctor knows", () => {
    const { ok, findings } = JSON.parse(steadfast("doctor", "--json"));
    expect(ok).toBe(true);
    const names = findings.map((finding: { name: string; status: string }) => `${finding.name} ${finding.status}`);
    expect(names).toContain(hasRuntime ? "device-cpu ok" : "onnxruntime warning");
  });

  test.each(doors)("steadfast/%s is imported", (room) => {
    const source = `const room = await import("steadfast/${room}"); console.log(Object.keys(room).length)`;
    expect(Number(runWell("node", ["--input-type=module", "--eval", source], installed))).toBeGreaterThan(0);
  });

  test("what is no room is not imported", () => {
    expect(run("node", ["--input-type=module", "--eval", 'await import("steadfast/dist/cli/main.js")'], installed).status).not.toBe(0);
  });

  test("a configuration is written and read", () => {
    steadfast("init", "--force");
    const file = join(installed.cwd, "steadfast.config.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace('// ledger: ".steadfast"', 'ledger: "configured"'));
    expect(steadfast("runs")).toBe(`No runs yet: there is no ledger in ${join(installed.cwd, "configured")}.\n`);
    rmSync(file);
    expect(steadfast("completion", "bash")).toContain("complete -F _steadfast steadfast");
  });

  test.runIf(hasRuntime)("a consumer's compiler reads the types", () => {
    const { cwd, environment } = installed;
    const imports = doors.map((room, index) => `import * as room${index} from "steadfast/${room}"; export { room${index} };`);
    const use = `
      import { defineConfig } from "steadfast/config";
      import { wilsonInterval } from "steadfast/stats";
      import { SteadfastError } from "steadfast/base";
      export const low: number = wilsonInterval(8, 10).low;
      export const code: string = new SteadfastError({ code: "a", sentence: "b" }).code;
      // @ts-expect-error: if the types were lost, this would be let through
      export const wrong: string = wilsonInterval(8, 10).low;
      export default defineConfig({ bench: { perCell: 3 } });
      // @ts-expect-error: misspelt
      export const misspelt = defineConfig({ bench: { perCel: 3 } });
    `;
    writeFileSync(join(cwd, "consumer.ts"), `${imports.join("\n")}\n${use}`);
    symlinkSync(join(root, "node_modules", "@types"), join(cwd, "node_modules", "@types"));
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    for (const flags of [["--module", "nodenext"], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
      // The declarations of onnxruntime-common name types of the browser.
      const result = run(process.execPath, [compiler, "--noEmit", "--strict", "--target", "es2024", "--lib", "es2024,esnext.disposable,dom", "--types", "node", ...flags, "consumer.ts"], { cwd, environment });
      expect(result.stdout + result.stderr).toBe("");
      expect(result.status).toBe(0);
    }
  });
});
