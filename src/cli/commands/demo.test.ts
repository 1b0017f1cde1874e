import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeDemoData } from "../../lab/index.ts";
import { catalogue } from "../catalogue.ts";
import { parseCommandLine } from "../definition/parse-command-line.ts";
import { roundOf } from "./demo/round.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-demo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the demo's commands are such as a person may type", async () => {
  const data = await writeDemoData({ folder, seed: 3, questions: 40, instructions: 30 });
  const steps = roundOf({ data, folders: { repair: join(folder, "a"), repaired: join(folder, "b"), distilled: join(folder, "c") }, seed: 3 });
  expect(steps.map(({ argv }) => argv[0])).toEqual(["bench", "repair", "distill", "bench"]);
  for (const { argv } of steps) {
    const parsed = await parseCommandLine(argv, { catalogue, version: "0", colour: false, columns: undefined, writeOut: () => {}, writeError: (text) => expect.fail(text) });
    expect(parsed?.houseOptions.seed).toBe(3);
  }
});
