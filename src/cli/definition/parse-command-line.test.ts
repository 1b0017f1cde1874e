import { SteadfastError } from "../../base/index.ts";
import { expect, expectTypeOf, test } from "vitest";
import { type CommandDefinition, type CommandGroup, defineCommand } from "./command.ts";
import { flag, oneOf, text, texts, wholeNumber } from "./option.ts";
import { type CatalogueEntry, type Invocation, parseCommandLine } from "./parse-command-line.ts";

const measure: CommandDefinition = defineCommand({
  name: "measure",
  summary: "measures",
  arguments: [{ name: "model", summary: "which", required: true, variadic: true }],
  options: {
    maxTokens: wholeNumber({ summary: "how many", placeholder: "COUNT", minimum: 1, maximum: 10, default: 3 }),
    item: texts({ summary: "which", placeholder: "NAME" }),
    prompt: text({ summary: "what", placeholder: "TEXT" }),
    order: oneOf(["first", "last"], "from where"),
    dry: flag("only says"),
  },
  examples: [{ command: "steadfast measure a", summary: "one" }],
  async run({ options }) {
    expectTypeOf(options.maxTokens).toEqualTypeOf<number>();
    expectTypeOf(options.item).toEqualTypeOf<readonly string[]>();
    expectTypeOf(options.order).toEqualTypeOf<"first" | "last" | undefined>();
    expectTypeOf(options.dry).toEqualTypeOf<boolean>();
    expectTypeOf(options.seed).toEqualTypeOf<number>();
    return "done";
  },
});
const list: CommandDefinition = defineCommand({ name: "list", summary: "lists", options: { limit: wholeNumber({ summary: "most", placeholder: "COUNT" }) }, examples: [], run: async () => "done" });
const show: CommandDefinition = defineCommand({ name: "show", summary: "shows", arguments: [{ name: "thing", summary: "which", required: true }], options: {}, examples: [], run: async () => "done" });
const things: CommandGroup = { name: "things", summary: "things", commands: [list, show], defaultCommand: "list", examples: [{ command: "steadfast things", summary: "all" }] };

async function parse(...argv: string[]): Promise<{ invocation: Invocation | null; loaded: string[]; out: string; error: string }> {
  const result = { invocation: null as Invocation | null, loaded: [] as string[], out: "", error: "" };
  const entry = (definition: CommandDefinition | CommandGroup): CatalogueEntry => ({
    name: definition.name,
    summary: definition.summary,
    group: "Parts",
    async load() {
      result.loaded.push(definition.name);
      return definition;
    },
  });
  result.invocation = await parseCommandLine(argv, {
    catalogue: [entry(measure), entry(things)],
    version: "1.2.3",
    colour: false,
    columns: 80,
    writeOut: (text) => (result.out += text),
    writeError: (text) => (result.error += text),
  });
  return result;
}

async function misuse(...argv: string[]): Promise<Pick<SteadfastError, "code" | "message" | "hint">> {
  const error = await parse(...argv).then(
    () => expect.fail("nothing was refused"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SteadfastError);
  const { kind, code, message, hint } = error as SteadfastError;
  expect(kind).toBe("misuse");
  return { code, message, hint };
}

test("options come typed, with their defaults", async () => {
  const { invocation, loaded } = await parse("measure", "a", "b", "--item", "x", "--item=y", "--dry", "--json");
  expect(invocation).toMatchObject({
    path: ["measure"],
    arguments: ["a", "b"],
    options: { maxTokens: 3, item: ["x", "y"], dry: true, order: undefined, prompt: undefined },
    houseOptions: { json: true, quiet: false, seed: 0, noColor: false, out: undefined },
  });
  expect(loaded).toEqual(["measure"]);
});

test("a second parse does not remember the first", async () => {
  await parse("measure", "a", "--item", "x");
  expect((await parse("measure", "a")).invocation?.options.item).toEqual([]);
});

test.each([
  [["--json", "--seed", "7", "things", "show", "x"]],
  [["things", "--json", "--seed", "7", "show", "x"]],
  [["things", "show", "x", "--json", "--seed", "7"]],
  [["--seed", "1", "things", "--seed", "2", "show", "x", "--seed", "7", "--json"]],
])("the options of every command stand where they like: %j", async (argv) => {
  const { invocation } = await parse(...argv);
  expect(invocation).toMatchObject({ path: ["things", "show"], arguments: ["x"], houseOptions: { json: true, seed: 7 } });
});

test("a group alone is its default command", async () => {
  expect((await parse("things", "--limit", "4", "--no-color")).invocation).toMatchObject({ path: ["things", "list"], options: { limit: 4 }, houseOptions: { noColor: true } });
});

test("values that look like options are values", async () => {
  expect((await parse("measure", "a", "--prompt", "--json")).invocation).toMatchObject({ options: { prompt: "--json" }, houseOptions: { json: false } });
  expect((await parse("measure", "--", "--json", "-1")).invocation).toMatchObject({ arguments: ["--json", "-1"], houseOptions: { json: false } });
});

test("alone, it shows the commands by group and loads none", async () => {
  const alone = await parse();
  expect(alone.invocation).toBeNull();
  expect(alone.loaded).toEqual([]);
  expect(alone.out).toMatch(/Parts:\n {2}measure +measures\n {2}things +things/);
  expect((await parse("--help")).out).toBe(alone.out);
  expect((await parse("help")).out).toBe(alone.out);
});

test.each([[["measure", "--help"]], [["help", "measure"]]])("%j shows options and examples", async (argv) => {
  const { out, loaded } = await parse(...argv);
  expect(loaded).toEqual(["measure"]);
  expect(out).toMatch(/Usage: steadfast measure \[options\] <model\.\.\.>/);
  expect(out).toContain("--max-tokens <count>");
  expect(out).toContain("(default: 3)");
  expect(out).toContain("Examples:\n  # one\n  steadfast measure a");
  for (const flag of ["--json", "--seed", "--out", "--quiet", "--ledger", "--verbose", "--no-color"]) expect(out).toContain(flag);
});

test("help reaches a command of a group", async () => {
  expect((await parse("help", "things", "show")).out).toContain("Usage: steadfast things show [options] <thing>");
});

test("--version", async () => {
  expect((await parse("--version")).out).toBe("1.2.3\n");
});

test.each([
  [["mesure", "a"], { code: "unknown-command", message: "Unknown command 'mesure'.", hint: "Did you mean measure?" }],
  [["things", "shwo"], { code: "unknown-command", message: "There is no command 'things shwo'.", hint: "Did you mean 'show'?" }],
  [["measure", "a", "--jsno"], { code: "unknown-option", message: "Unknown option '--jsno'.", hint: "Did you mean --json?" }],
  [["measure", "a", "--max-tokns", "3"], { code: "unknown-option", message: "Unknown option '--max-tokns'.", hint: "Did you mean --max-tokens?" }],
  [["measure"], { code: "missing-argument", message: "Missing required argument 'model'.", hint: "See 'steadfast measure --help'." }],
  [["things", "show"], { code: "missing-argument", message: "Missing required argument 'thing'.", hint: "See 'steadfast things show --help'." }],
  [["measure", "a", "--max-tokens"], { code: "option-missing-argument", message: "Option '--max-tokens <count>' argument missing.", hint: "See 'steadfast measure --help'." }],
  [["measure", "a", "--max-tokens", "eleven"], { code: "bad-value", message: "--max-tokens takes a whole number from 1 to 10, not 'eleven'.", hint: undefined }],
  [["measure", "a", "--max-tokens", "11"], { code: "bad-value", message: "--max-tokens takes a whole number from 1 to 10, not '11'.", hint: undefined }],
  [["measure", "a", "--max-tokens", ""], { code: "bad-value", message: "--max-tokens takes a whole number from 1 to 10, not ''.", hint: undefined }],
  [["measure", "a", "--order", "frist"], { code: "bad-value", message: "--order takes one of first, last, not 'frist'.", hint: "Did you mean 'first'?" }],
  [["measure", "a", "--seed", "1.5"], { code: "bad-value", message: "--seed takes a whole number from 0 to 4294967295, not '1.5'.", hint: undefined }],
])("%j is refused", async (argv, expected) => {
  expect(await misuse(...argv)).toEqual(expected);
});

test("arguments too many are refused", async () => {
  expect(await misuse("things", "show", "a", "b")).toMatchObject({ code: "excess-arguments" });
});
