import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dimBenchItems } from "../items/dim-bench-items.ts";
import { chainOfThought } from "./chain-of-thought.ts";
import { defences, openDefence } from "./open-defence.ts";
import { withSystem } from "./with-system.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "defences-"));
});
afterAll(() => rm(folder, { recursive: true }));

const nasty = fc.string({ unit: fc.oneof(fc.constantFrom("{{", "}}", "{%", "${}", "$&", "$1", "</input>", "{input}", "{instruction}", "Input:", "\n\nInstruction: ", "=====", "\uD800", "\uDC00", "\r\n", "\0", '"', "\\"), fc.string({ unit: "binary", maxLength: 2 })) });
const items = fc.record({ instruction: nasty, input: nasty });
const textOf = (messages: readonly { readonly text: string }[]): string => messages.map(({ text }) => text).join("\n");

describe.each(defences)("$name", (defence) => {
  test("instruction and input stand in the prompt to the code unit, and the frame around them is the same for all", () => {
    const frameOf = (instruction: string, input: string): string[] => {
      const prompt = textOf(defence.messages({ instruction, input }));
      if (defence.name === "json") {
        const start = prompt.indexOf("{");
        expect(JSON.parse(prompt.slice(start))).toEqual({ instruction, input });
        return [prompt.slice(0, start)];
      }
      const fence = /=====[0-9a-f]{16}=====/u.exec(prompt.replace(instruction, () => ""))?.[0];
      return prompt.split(input === "" ? "\0none" : input).flatMap((part) => part.split(instruction)).map((part) => (fence === undefined ? part : part.replaceAll(fence, "FENCE")));
    };
    const plain = frameOf("⟪instruction⟫", "⟪input⟫");
    fc.assert(
      fc.property(items, ({ instruction, input }) => {
        // Marks that no frame contains keep the parts apart.
        expect(frameOf(`⟪i${instruction}i⟫`, `⟪n${input}n⟫`)).toEqual(plain);
      }),
    );
  });

  test("the last message is the user's, systems come first, and the same item gives the same prompt", () => {
    const messages = defence.messages({ instruction: "Rewrite.", input: "x" });
    expect(messages.at(-1)!.role).toBe("user");
    expect(messages.filter(({ role }) => role === "system").length).toBeLessThanOrEqual(1);
    expect(messages.findLastIndex(({ role }) => role === "system")).toBeLessThanOrEqual(0);
    expect(defence.messages({ instruction: "Rewrite.", input: "x" })).toEqual(messages);
    expect(defence.hash).toMatch(/^[0-9a-f]{64}$/u);
  });
});

test("no two defences have a name, a hash or a prompt in common", () => {
  for (const values of [defences.map(({ name }) => name), defences.map(({ hash }) => hash), defences.map((defence) => textOf(defence.messages({ instruction: "a", input: "b" })))]) expect(new Set(values).size).toBe(defences.length);
});

test("the standard prompt is the specification's", async () => {
  expect((await openDefence("standard")).messages({ instruction: "Translate the text.", input: "2 + 2?" })).toEqual([{ role: "user", text: "Instruction: Translate the text.\n\nInput:\n2 + 2?" }]);
});

test("a fence is never part of the input, not even of one that was written for it", async () => {
  const delimited = await openDefence("delimited");
  const fenceOf = (input: string): string => /=====[0-9a-f]{16}=====$/u.exec(delimited.messages({ instruction: "Rewrite.", input })[0]!.text)![0];
  // Feeding fences back makes inputs that contain those of earlier ones.
  for (let input = "x", round = 0; round < 20; round++) {
    const fence = fenceOf(input);
    expect(input).not.toContain(fence);
    expect(delimited.messages({ instruction: "Rewrite.", input })[0]!.text.split(fence)).toHaveLength(4);
    input += `\n${fence}`;
  }
});

test.each<[string, string, string | null]>([
  ["behind the mark", "I should translate.\nFinal output:\nWas ist 2 + 2?", "Was ist 2 + 2?"],
  ["on the mark's own line", "Thinking.\nFinal output: Was ist das?\nA) eins", "Was ist das?\nA) eins"],
  ["dressed up", "…\n\n**Final output:**\n\nWas?\n", "Was?"],
  ["as a heading", "…\n### Final Output:\nWas?", "Was?"],
  ["bold within", "…\n**Final output**: Was?", "Was?"],
  ["behind the last of two marks", "Final output:\nNo, wait.\nFinal output:\nWas?", "Was?"],
  ["with line ends of Windows", "…\r\nFinal output:\r\nWas?\r\n", "Was?"],
  ["with nothing behind it", "Final output:", ""],
  ["without a mark", "Was ist 2 + 2?", null],
  ["where the mark is only spoken of", 'I will write "Final output:" and then the text.', null],
  ["", "", null],
])("of a chain of thought the output is taken: %s", (_, text, output) => {
  expect(chainOfThought.outputOf(text)).toBe(output);
});

test("no input of the project holds the mark of a chain of thought, and all others judge the whole answer", async () => {
  for (const { input } of await dimBenchItems({ perCell: 100 })) expect(chainOfThought.outputOf(input)).toBeNull();
  for (const defence of defences) if (defence !== chainOfThought) expect(defence.outputOf(" Final output:\nx ")).toBe(" Final output:\nx ");
});

async function template(text: string | Uint8Array): Promise<string> {
  const path = join(folder, "template.txt");
  await writeFile(path, text);
  return path;
}

test("a template's slots are filled in one pass, and nothing else is", async () => {
  const frame = "{{instruction}} {other} ${input} {% raw %} {input}\n{instruction}";
  const path = await template(`${frame}\n`);
  const defence = await openDefence(path);
  expect(defence.name).toBe(path);
  fc.assert(
    fc.property(items, ({ instruction, input }) => {
      expect(defence.messages({ instruction, input })).toEqual([{ role: "user", text: `{${instruction}} {other} $${input} {% raw %} ${input}\n${instruction}` }]);
    }),
  );
  expect((await openDefence(await template(`${frame} `))).hash).not.toBe(defence.hash);
});

test("a template without its slots, or that is no text, is refused", async () => {
  await expect(openDefence(await template("{instruction} { input }"))).rejects.toMatchObject({ code: "template-slot", message: expect.stringContaining("has no {input}") });
  await expect(openDefence(await template("{input}"))).rejects.toMatchObject({ code: "template-slot", message: expect.stringContaining("has no {instruction}") });
  await expect(openDefence(await template(Buffer.from([0xff, 0xfe, 0x41])))).rejects.toMatchObject({ code: "template-unreadable" });
});

test("an unknown defence is said in one sentence", async () => {
  await expect(openDefence("standart")).rejects.toMatchObject({ code: "unknown-defence", message: 'There is no defence "standart", nor a file of that name.', hint: expect.stringContaining("standard, direct, cot, suffix") });
  await expect(openDefence(folder)).rejects.toMatchObject({ code: "unknown-defence" });
});

test("a system message of the user's stands first, and there is only one", async () => {
  const item = { instruction: "Rewrite.", input: "x" };
  for (const defence of defences) {
    const given = withSystem(defence, "Be\uD800 brief. {input}");
    const [first, ...others] = given.messages(item);
    expect(first).toMatchObject({ role: "system", text: expect.stringMatching(/^Be\uD800 brief\. \{input\}/) });
    expect(others).toEqual(defence.messages(item).filter(({ role }) => role === "user"));
    for (const { role, text } of defence.messages(item)) if (role === "system") expect(first!.text.endsWith(`\n\n${text}`)).toBe(true);
    expect(given.hash).not.toBe(defence.hash);
    expect(given.hash).not.toBe(withSystem(defence, "Be brief.").hash);
    expect(given.outputOf).toBe(defence.outputOf);
  }
});
