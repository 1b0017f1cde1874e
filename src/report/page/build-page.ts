import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SteadfastError } from "../../base/index.ts";
import { assemblePage } from "./assemble-page.ts";

/**
 * The pages as one HTML file without data, built from their sources: in a clone, and when the package is made.
 *
 * @throws SteadfastError `report-build`
 */
export async function buildPage(sources: string): Promise<string> {
  const { build } = await import("vite").catch((cause: unknown) => {
    throw new SteadfastError({ code: "report-build", sentence: "The report's pages are not built, and Vite, which builds them, is not installed.", hint: "In a clone: npm ci. The published package has them built.", cause });
  });
  const output = await build({
    configFile: false,
    envFile: false,
    root: sources,
    // Whatever NODE_ENV is: the other mode writes the paths of the sources into the pages.
    mode: "production",
    logLevel: "silent",
    publicDir: false,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: { write: false, target: "es2024", minify: true, cssTarget: ["chrome123", "firefox120", "safari17.5"], cssCodeSplit: false, modulePreload: false, rolldownOptions: { input: join(sources, "main.tsx"), output: { codeSplitting: false }, treeshake: { moduleSideEffects: (id) => /\.css$|main\.tsx$/.test(id) } } },
  });
  const files = [output].flat().flatMap((each) => ("output" in each ? each.output : []));
  const script = files.find((file) => file.type === "chunk");
  const style = files.find((file) => file.type === "asset" && file.fileName.endsWith(".css"));
  if (script?.type !== "chunk" || style?.type !== "asset") throw new SteadfastError({ code: "report-build", kind: "bug", sentence: "Building the report's pages gave no script or no style." });
  const template = await readFile(join(sources, "page.html"), "utf8");
  return assemblePage({ template, script: script.code, style: String(style.source) });
}
