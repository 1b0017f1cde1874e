// Runs a command of this checkout on the right Node, installing what is missing first.
// Plain JavaScript without dependencies: it must run on any Node ≥ 20, before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamp = join(modules, ".steadfast-installed");
const ownNode = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

installIfStale();
const [command, ...rest] = process.argv.slice(2);
const child = spawn(command === "node" ? rightNode() : join(modules, ".bin", command), rest, {
  stdio: "inherit",
  shell: process.platform === "win32" && command !== "node",
  // As in the launcher: large pages, and no memory given back to the system, for training.
  env: { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1", MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: "1000000000000", ...process.env, PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter) },
});
// The child shares the terminal and gets Ctrl-C itself; this process only waits for its verdict.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", (error) => fail(`Cannot start ${command}: ${error.message}`));
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 70);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

function installIfStale() {
  const wanted = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    // The launcher compares times only: a fresh one tells it that a lock file touched since is still the same.
    utimesSync(stamp, new Date(), new Date());
    return;
  }
  console.error("Installing what steadfast needs (npm ci, once) …");
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const flags = ["ci", "--include=dev", "--include=optional", "--loglevel=error"];
  const result = npm?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync("npm", flags, { ...options, shell: process.platform === "win32" });
  if (result.status !== 0) fail("npm ci did not succeed: see its message above. Hint: it needs a reachable package registry and some 700 MB of disk.");
  writeFileSync(stamp, wanted);
}

function rightNode() {
  if (existsSync(ownNode)) return ownNode;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(`steadfast needs Node 22.18 or newer; this is ${process.version}, and npm could not install another. Hint: install a current Node.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(70);
}
