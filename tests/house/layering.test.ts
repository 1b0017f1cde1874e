import { describe, expect, test } from "vitest";
import { checkFile } from "./layering.ts";
import { importsOf } from "./module-imports.ts";

const house = { rooms: { cli: 2, lm: 1, ledger: 1, base: 0, stats: 0 }, floor: "base" };

describe("a planted violation is found", () => {
  test.each([
    ["a higher room", "src/lm/a.ts", 'import { run } from "../cli/index.ts";', "may not import 'cli'"],
    ["a room of the same level", "src/lm/a.ts", 'import { Ledger } from "../ledger/index.ts";', "may not import 'ledger'"],
    ["a type of the same level", "src/lm/a.ts", 'import type { Ledger } from "../ledger/index.ts";', "may not import 'ledger'"],
    ["a re-export", "src/lm/a.ts", 'export * from "../cli/index.ts";', "may not import 'cli'"],
    ["a named re-export", "src/lm/a.ts", 'export { run } from "../cli/index.ts";', "may not import 'cli'"],
    ["a dynamic import", "src/lm/deep/a.ts", 'await import("../../cli/index.ts");', "may not import 'cli'"],
    ["an import type", "src/lm/a.ts", 'let a: import("../cli/index.ts").Run;', "may not import 'cli'"],
    ["past the door", "src/cli/a.ts", 'import { open } from "../ledger/sqlite/open.ts";', "passes by the door"],
    ["past the door, from a test", "src/cli/a.test.ts", 'import { open } from "../ledger/sqlite/open.ts";', "passes by the door"],
    ["past the door, from outside", "experiments/a.ts", 'import { open } from "../src/ledger/sqlite/open.ts";', "passes by the door"],
    ["past the door, from another room's benchmark", "bench/lm/a.ts", 'import { open } from "../../src/ledger/sqlite/open.ts";', "passes by the door"],
    ["a higher room, from a test", "src/lm/a.test.ts", 'import { run } from "../cli/index.ts";', "may not import 'cli'"],
    ["an unknown room", "src/attic/a.ts", "export {};", "not in tests/house/rooms.ts"],
    ["an import of an unknown room", "src/cli/a.ts", 'import "../attic/index.ts";', "in no room"],
    ["leaving src/", "src/cli/a.ts", 'import "../../scripts/build.ts";', "leaves src/"],
    ["the package by its name", "src/cli/a.ts", 'import { open } from "steadfast/ledger";', "names the package itself"],
    ["the package by its name, from TypeScript outside", "bench/dim/a.ts", 'import { open } from "steadfast/ledger";', "names the package itself"],
  ])("%s", (_what, path, source, message) => {
    expect(checkFile(path, source, house)).toEqual([expect.stringContaining(message)]);
  });
});

test("what the rules allow is let through", () => {
  const source = `
    import { readFile } from "node:fs/promises";
    import { Command } from "commander";
    import { SteadfastError } from "../base/index.ts";
    import type { Ledger } from "../ledger/index.ts";
    import { local } from "./local/file.ts";
    const text = 'import x from "../lab/index.ts"'; // import "../lab/index.ts"
  `;
  expect(checkFile("src/cli/a.ts", source, house)).toEqual([]);
  expect(checkFile("src/stats/a.ts", 'import { SteadfastError } from "../base/index.ts";', house)).toEqual([]);
  expect(checkFile("src/lm/a.test.ts", 'import { inner } from "./inner.ts";', house)).toEqual([]);
  expect(checkFile("bench/ledger/a.ts", 'import { open } from "../../src/ledger/sqlite/open.ts";', house)).toEqual([]);
  expect(checkFile("bench/ledger.ts", 'import { open } from "../src/ledger/sqlite/open.ts";', house)).toEqual([]);
  expect(checkFile("tests/a.test.ts", 'import { Ledger } from "../src/ledger/index.ts";', house)).toEqual([]);
});

test("the floor stands on nothing", () => {
  expect(checkFile("src/base/a.ts", 'import { mean } from "../stats/index.ts";', house)).toEqual([expect.stringContaining("may not import 'stats'")]);
});

test("a violation names its line", () => {
  expect(importsOf("a.ts", '\n\nimport "./b.ts";\n')).toEqual([{ specifier: "./b.ts", line: 3 }]);
});
