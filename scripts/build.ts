// `npm run build`: dist/ from scratch, JavaScript and declarations of all that is published. Progress goes to standard
// error, for `npm pack --json` builds too and keeps standard output for itself.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

// Files of yesterday's sources must not be published.
rmSync(join(root, "dist"), { recursive: true, force: true });
const compiler = spawnSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "--project", "tsconfig.build.json"], { cwd: root, stdio: ["ignore", 2, 2] });
if (compiler.status !== 0) process.exit(compiler.status ?? 1);
// Whoever installs the package has no Vite: the report's pages are built here.
const { buildPage } = await import(join(root, "dist", "report", "page", "build-page.js"));
writeFileSync(join(root, "dist", "report", "page", "page.html"), await buildPage(join(root, "src", "report", "app")));
for (const program of Object.values<string>(bin)) chmodSync(join(root, program), 0o755);
