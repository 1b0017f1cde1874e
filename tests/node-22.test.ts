import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
/** In Node 24, where everything is developed, and not in Node 22, which package.json promises too. */
const newer = /(?<![\w.`])(?:AsyncDisposableStack|DisposableStack|SuppressedError|Float16Array|URLPattern|Promise\.try|RegExp\.escape|Error\.isError|Math\.f16round)\b(?!`)/;

test("nothing that is published needs more than Node 22 has", () => {
  const published = globSync("src/**/*.ts", { cwd: root }).filter((path) => !/\.test\.ts$|\/testing\/|^src\/report\/app\//.test(path));
  expect(published.length).toBeGreaterThan(500);
  expect(published.filter((path) => newer.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  expect(newer.test("await using stack = new AsyncDisposableStack();")).toBe(true);
});
