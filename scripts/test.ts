// `node scripts/test.ts fast|slow [vitest arguments]`: every check of one kind, then one line `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [kind = "fast", ...vitestArguments] = process.argv.slice(2);
const bin = join(import.meta.dirname, "..", "node_modules", ".bin");
const report = join(mkdtempSync(join(tmpdir(), "steadfast-test-")), "report.json");
const total = { passed: 0, failed: 0, skipped: 0 };

if (kind === "fast") {
  check("types", "tsc", ["--noEmit"]);
  check("types of the pages", "tsc", ["--noEmit", "--project", join("src", "report", "app")]);
  check("lint", "oxlint", ["--deny-warnings"]);
}
const vitest = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile=${report}`, ...vitestArguments], { STEADFAST_TESTS: kind });
countReport(vitest);
rmSync(join(report, ".."), { recursive: true, force: true });

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && vitest === 0 ? 0 : 1);

function check(name: string, command: string, commandArguments: string[]): void {
  const passed = run(command, commandArguments, {}) === 0;
  console.log(`${passed ? "✓" : "✗"} ${name}`);
  total[passed ? "passed" : "failed"] += 1;
}

function run(command: string, commandArguments: string[], environment: Record<string, string>): number {
  const result = spawnSync(join(bin, command), commandArguments, { stdio: "inherit", env: { ...process.env, ...environment } });
  return result.status ?? 1;
}

function countReport(status: number): void {
  try {
    const json = JSON.parse(readFileSync(report, "utf8"));
    total.passed += json.numPassedTests;
    total.failed += json.numFailedTests;
    total.skipped += json.numPendingTests + json.numTodoTests;
    // A file that cannot even be loaded fails without a failed test of its own.
    if (status !== 0 && json.numFailedTests === 0) total.failed += 1;
  } catch {
    total.failed += 1;
  }
}
