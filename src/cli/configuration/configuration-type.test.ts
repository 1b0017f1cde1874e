import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { isSecretName } from "../running/secrets.ts";
import { everyCommand } from "./every-command.ts";
import { defineConfig } from "./index.ts";
import { configurationTypeSource } from "./testing/configuration-type.ts";

test("the type is that of the commands' options", async () => {
  await expect(configurationTypeSource(await everyCommand(catalogue))).toMatchFileSnapshot(join(import.meta.dirname, "configuration-type.ts"));
});

test("no option is called like a secret, for its value would be refused", async () => {
  const names = (await everyCommand(catalogue)).flatMap(({ commands }) => commands.flatMap(({ definition }) => Object.keys(definition.options)));
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter(isSecretName)).toEqual([]);
});

test("an option goes in the place of options that its command has", async () => {
  const pairs = (await everyCommand(catalogue)).flatMap(({ commands }) => commands.flatMap(({ definition: { name, options } }) => Object.values(options).flatMap(({ inPlaceOf = [] }) => inPlaceOf.map((other) => ({ command: name, other, known: Object.hasOwn(options, other) })))));
  expect(pairs.length).toBeGreaterThan(10);
  expect(pairs.filter(({ known }) => !known)).toEqual([]);
});

test("the type takes what is right and nothing else", () => {
  defineConfig({ common: { ledger: ".steadfast", threads: 2 }, bench: { model: "lab:student", defence: ["lab", "cot"], perCell: 3, seed: 2 }, runs: { list: { limit: 3, status: "failed" } }, evaluate: { seeds: [10, 20] } });
  // @ts-expect-error: misspelt
  defineConfig({ bench: { perCel: 3 } });
  // @ts-expect-error: a text
  defineConfig({ bench: { perCell: "3" } });
  // @ts-expect-error: no such word
  defineConfig({ runs: { list: { status: "good" } } });
  // @ts-expect-error: no such section
  defineConfig({ benhc: {} });
  // @ts-expect-error: an option belongs to one command of the group
  defineConfig({ runs: { limit: 3 } });
  // @ts-expect-error: --config is for the command line
  defineConfig({ common: { config: "x.ts" } });
});
