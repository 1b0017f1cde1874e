import { describe, expect, test } from "vitest";
import { ChatFailure, scriptedChatModel } from "../../../chat/index.ts";
import { beginBench, createExactJudge, type Defence, dimBenchItems, labItems, runBench } from "../../../dim-bench/index.ts";
import { addBenchRun } from "../../testing/fixture-ledger.ts";
import { temporaryLedgers } from "../../testing/temporary-ledger.ts";
import { openRun } from "../open-run.ts";
import { type BenchBlock, benchBlocks, type BenchDocument } from "./bench-document.ts";

const { open } = temporaryLedgers();

async function read(ledger: Awaited<ReturnType<typeof open>>, id: string): Promise<{ bench: BenchDocument; blocks: BenchBlock[] }> {
  const { document, blocks } = await openRun(ledger, await ledger.findRun(id));
  const table = blocks.get(benchBlocks)!;
  return { bench: document.bench!, blocks: (await Promise.all(Array.from({ length: table.blocks }, (_, block) => table.read(block)))) as unknown as BenchBlock[] };
}

/** What the planted judge says follows from how an output begins. */
function truthOf(output: string): string {
  const mark = /^\[([a-z-]+)\]/.exec(output)?.[1];
  return mark ?? "pass";
}

describe("a run with planted truth", async () => {
  const ledger = await open();
  const { bench, blocks } = await read(ledger, await addBenchRun(ledger, { perCell: 3 }));
  const rows = blocks.flatMap((block) => block.rows.map((row) => ({ block, row })));
  const items = blocks.flatMap((block) => block.items.map((item) => ({ block, item })));
  const saidOf = (item: number, system: number): string => rows[item]!.block.texts[rows[item]!.row[system]!.output!]!;

  test("every outcome is that of the output in its block", () => {
    expect(rows).toHaveLength(60);
    for (const [system, [codes]] of bench.codes.entries()) {
      for (const [item, code] of codes!.entries()) {
        const outcome = bench.outcomes[code]!;
        const told = outcome.type === "fail" ? outcome.instead : outcome.type === "pass" ? "pass" : outcome.reason;
        expect(told, bench.items.ids[item]).toBe(truthOf(saidOf(item, system)));
      }
    }
  });

  test("accuracies are the means over cells of what the outputs say", () => {
    for (const [system, { accuracy }] of bench.results.systems.entries()) {
      const cells = Map.groupBy(bench.items.ids.keys(), (item) => `${bench.items.instruction[item]} ${bench.items.input[item]}`);
      const shares = [...cells.values()].map((inside) => {
        const scored = inside.map((item) => truthOf(saidOf(item, system))).filter((truth) => truth !== "unsure");
        return scored.filter((truth) => truth === "pass").length / scored.length;
      });
      expect(accuracy).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / shares.length, 12);
    }
  });

  test("items carry their texts, names and previews", async () => {
    const asked = new Map((await dimBenchItems({ perCell: 3 })).map((item) => [item.id, item]));
    for (const [place, id] of bench.items.ids.entries()) {
      const { block, item } = items[place]!;
      const wanted = asked.get(id)!;
      expect([block.texts[item.instruction], block.texts[item.input], block.texts[item.answer]]).toEqual([wanted.instruction, wanted.input, wanted.answer]);
      expect(bench.names.instructions[bench.items.instruction[place]!]).toBe(wanted.instructionTask);
      expect(bench.names.inputs[bench.items.input[place]!]).toBe(wanted.inputTask);
      expect(bench.texts[bench.items.text[place]!]!.id).toBe(wanted.inputId);
    }
  });

  test("a text stands in its block once", () => {
    for (const { texts } of blocks) expect(new Set(texts).size).toBe(texts.length);
  });
});

test("of a run that was begun, nothing was asked; of one without a plan, there is nothing of DIM-Bench", async () => {
  const ledger = await open();
  const { bench, blocks } = await read(ledger, await addBenchRun(ledger, { perCell: 1, begin: true }));
  expect(bench.outcomes).toEqual([{ type: "unscored", reason: "not-asked" }]);
  expect(blocks.flatMap(({ rows }) => rows.flat()).every((row) => row === null)).toBe(true);
  const empty = await ledger.createRun({ kind: "bench" });
  expect((await openRun(ledger, empty)).document).toMatchObject({ bench: null, tables: [] });
});

test("a defence whose file is gone, models that are one, calls that failed and items that ask the same", async () => {
  const ledger = await open();
  const run = await ledger.createRun({ kind: "bench" });
  const [first, second, third] = labItems({ perCell: 1 });
  const items = [first!, { ...first!, id: "twin" }, second!, third!];
  const defence: Defence = { name: "gone.txt", hash: "e".repeat(64), summary: "", source: "", messages: ({ instruction, input }) => [{ role: "user", text: `Kindly: ${instruction}\n${input}` }], outputOf: (text) => text };
  const scripted = scriptedChatModel(({ messages }) => {
    const text = messages.at(-1)!.text;
    if (text.includes(third!.input) && text.includes(third!.instruction)) throw new ChatFailure({ code: "request-refused", sentence: "No." });
    return text.includes(second!.input) && text.includes(second!.instruction) ? second!.gold! : "something else";
  }, { maxRetries: 0 });
  const models = ["one", "same"].map((reference) => ({ ...scripted, reference }));
  const judge = createExactJudge();
  const plan = await beginBench({ ledger, run: run.id, set: "lab", items, models, defences: [defence], trials: 2, parameters: { temperature: 0, maxTokens: null, seed: 0 } });
  await runBench({ ledger, run: run.id, plan, defences: [defence], models, judge });
  const { bench, blocks } = await read(ledger, run.id);
  const told = (item: string): string[] => bench.codes.flatMap((system) => system.map((codes) => {
    const outcome = bench.outcomes[codes[bench.items.ids.indexOf(item)]!]!;
    return outcome.type === "unscored" ? outcome.reason.split("/")[0]! : outcome.type;
  }));
  expect(told(first!.id)).toEqual(["fail", "fail", "fail", "fail"]);
  expect(told("twin")).toEqual(["fail", "fail", "fail", "fail"]);
  expect(told(second!.id)).toEqual(["pass", "pass", "pass", "pass"]);
  expect(told(third!.id).every((each) => each === "call-failed")).toBe(true);
  const place = bench.items.ids.indexOf(third!.id);
  expect(blocks[0]!.rows[place]![0]).toMatchObject({ output: null, failure: { code: expect.any(String) } });
  expect(blocks[0]!.rows[bench.items.ids.indexOf("twin")]!.every((row) => row?.judgement?.verdict === "fail")).toBe(true);
});
