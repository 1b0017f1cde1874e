import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../stats/index.ts";
import type { GenerationRow } from "../../rows/rows.ts";
import { plantItems, type Planted, type PlantOptions, plantRows } from "../testing/plant.ts";
import { pairsForRepair, type RepairPair, type RepairPairOptions } from "./pairs-for-repair.ts";

const items = plantItems(1).slice(0, 4);
const systems = ["a", "b"].flatMap((model) => ["standard", "direct"].map((defence) => ({ model, defence })));
const wrong: Planted = { instead: "answered" };

describe("pairsForRepair", () => {
  it("pairs outputs of one item, with the prompt of the failed one, and counts items that lack either by reason", async () => {
    const { count, without, items: all, found } = await pairsOf({
      plant: ({ id }, { model, defence }) => (id === items[0]!.id ? (model === "a" ? "pass" : wrong) : id === items[1]!.id ? "pass" : id === items[2]!.id ? wrong : defence === "direct" ? { finish: "length" } : { callFailed: "timed-out" }),
    });
    expect([count, all, without]).toEqual([1, 4, { "nothing-failed": 1, "nothing-passed": 1, "nothing-scored": 1 }]);
    expect(found).toEqual([{ prompt: `Instruction: ${items[0]!.instruction}\n\nInput: ${items[0]!.input}`, desired: text("a", "direct", 0), undesired: text("b", "direct", 0) }]);
  });

  it("gives each item at most so many, every failed output once before any again", async () => {
    const plan = { plant: ({ id }: { id: string }, { model }: { model: string }): Planted => (id !== items[0]!.id ? "pass" : model === "a" ? "pass" : wrong) };
    expect((await pairsOf(plan, { perItem: 2 })).found.map(({ undesired }) => undesired).sort()).toEqual([text("b", "direct", 0), text("b", "standard", 0)]);
    const all = await pairsOf(plan, { perItem: 100 });
    expect(all.count).toBe(4);
    expect(new Set(all.found.map(({ desired, undesired }) => `${desired} ${undesired}`)).size).toBe(4);
  });

  it("desires the exact output where there is one, and never itself", async () => {
    const golden = items.map((item) => ({ ...item, gold: "the one" }));
    const { found, without } = await pairsOf({ items: golden, plant: () => wrong, figures: ({ id }) => (id === items[1]!.id ? { text: "the one" } : {}) });
    expect(found.map(({ desired }) => desired)).toEqual(["the one", "the one", "the one"]);
    expect(without).toEqual({ "no-different-texts": 1 });
  });

  it("pairs no empty output, and no text with itself", async () => {
    const { without } = await pairsOf({
      plant: (_, { model }) => (model === "a" ? "pass" : wrong),
      figures: ({ id }, { model }) => (id === items[0]!.id ? { text: "same" } : id === items[1]!.id && model === "b" ? { text: " \n" } : id === items[2]!.id && model === "a" ? { text: "" } : { text: model }),
    });
    expect(without).toEqual({ "no-different-texts": 1, "nothing-failed": 1, "nothing-passed": 1 });
  });

  it("prefers a passed output of the same prompt, then of the same model", async () => {
    const { generations, judgements } = plantRows({ items: items.slice(0, 1), systems: [...systems, { model: "0", defence: "other" }], plant: (_, { model, defence }) => (model === "b" && defence === "standard" ? wrong : "pass") });
    const asked = (defences: readonly string[]) => (): GenerationRow[] => generations.map((row) => ({ ...row, request: { ...row.request, messages: [{ role: "user", text: defences.includes(row.defence) ? "one" : row.defence }] } }));
    const samePrompt = await pairsForRepair({ items, generations: asked(["standard"]), judgements });
    expect(await collect(samePrompt.pairs())).toEqual([{ prompt: "one", desired: text("a", "standard", 0), undesired: text("b", "standard", 0) }]);
    const sameModel = await pairsForRepair({ items, generations: asked(["standard", "direct", "other"]), judgements });
    expect(await collect(sameModel.pairs())).toEqual([{ prompt: "one", desired: text("b", "direct", 0), undesired: text("b", "standard", 0) }]);
  });

  it("learns from outputs that were distracted first, and from baselines last", async () => {
    const kinds: Readonly<Record<string, Planted>> = { "0": { instead: "refused" }, "1": wrong, good: "pass", "scripted:echo": wrong };
    const plan = { systems: Object.keys(kinds).map((model) => ({ model, defence: "standard" })), plant: (_: unknown, { model }: { model: string }): Planted => kinds[model]! };
    const authors = async (perItem: number): Promise<string[]> => (await pairsOf({ ...plan, items: items.slice(0, 1) }, { perItem })).found.map(({ undesired }) => undesired.slice("output of ".length).split("|")[0]!).sort();
    expect(await Promise.all([1, 2, 3].map(authors))).toEqual([["1"], ["0", "1"], ["0", "1", "scripted:echo"]]);
  });

  it("writes conversations as who has no template reads them, and takes outputs as their defence does", async () => {
    const { generations, judgements } = plantRows({ items: items.slice(0, 1), systems, plant: (_, { model }) => (model === "a" ? "pass" : wrong), figures: (_, { model }) => ({ text: `thinking => ${model}` }) });
    const conversed = generations.map((row) => ({ ...row, request: { ...row.request, messages: [{ role: "system" as const, text: "Be good." }, { role: "user" as const, text: "{{x}} \ud800" }] } }));
    const defences = systems.map(({ defence }) => ({ name: defence, outputOf: (answer: string) => answer.split("=> ")[1] ?? null }));
    const { pairs } = await pairsForRepair({ items, generations: () => conversed, judgements, defences });
    expect(await collect(pairs())).toEqual([{ prompt: "System: Be good.\n\nUser: {{x}} \ud800\n\nAssistant:", desired: "a", undesired: "b" }]);
  });

  it("leaves alone what two judges disagree on", async () => {
    const { generations, judgements } = plantRows({ items, systems: systems.slice(0, 2), plant: (_, { defence }) => (defence === "direct" ? "pass" : wrong) });
    const other = judgements.map((row) => ({ ...row, judgeHash: "other", outcome: { type: "judged" as const, judgement: { verdict: "pass" as const, reason: "", answers: [] } } }));
    for (const both of [[...judgements, ...other], [...other, ...judgements]]) {
      expect(await pairsForRepair({ items, generations: () => generations, judgements: both })).toMatchObject({ count: 0, without: { "nothing-failed": 4 } });
    }
    expect(await pairsForRepair({ items, generations: () => generations, judgements: [...judgements, ...other], judge: judgements[0]!.judgeHash })).toMatchObject({ count: 4, without: {} });
  });

  it("keeps its promises for any outcomes, in any order of rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom<Planted>("pass", wrong, { instead: "echoed" }, { finish: "filter" }, "not-judged"), { minLength: 32, maxLength: 32 }), fc.integer({ min: 1, max: 5 }), fc.integer(), async (planted, perItem, seed) => {
        let next = 0;
        const { generations, judgements } = plantRows({ items, systems, trials: 2, plant: () => planted[next++]! });
        const random = randomStream(seed);
        const { count, without, pairs } = await pairsForRepair({ items, generations: () => generations, judgements, perItem });
        const found = await collect(pairs());
        expect(found).toHaveLength(count);
        const shuffled = await pairsForRepair({ items: random.shuffle(items), generations: () => random.shuffle([...generations, ...generations]), judgements: random.shuffle(judgements), perItem });
        expect(sorted(await collect(shuffled.pairs()))).toEqual(sorted(found));
        const verdictOf = new Map<string, string>(judgements.flatMap(({ generation, outcome }) => (outcome.type === "judged" ? [[`output of ${generation}`, outcome.judgement.verdict] as const] : [])));
        for (const { desired, undesired } of found) {
          expect([verdictOf.get(desired), verdictOf.get(undesired)]).toEqual(["pass", "fail"]);
          expect(desired.split("|").at(-1)).toBe(undesired.split("|").at(-1));
        }
        const perId = Map.groupBy(found, ({ desired }) => desired.split("|").at(-1)!);
        expect(Math.max(0, ...[...perId.values()].map((each) => each.length))).toBeLessThanOrEqual(perItem);
        expect(perId.size + Object.values(without).reduce((total, each) => total + each, 0)).toBe(items.length);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses to give no pairs", async () => {
    await expect(pairsForRepair({ items, generations: () => [], judgements: [], perItem: 0 })).rejects.toThrow("1 pair or more");
  });
});

async function pairsOf(plan: Omit<PlantOptions, "items" | "systems"> & Partial<PlantOptions>, options: Partial<RepairPairOptions> = {}): Promise<Awaited<ReturnType<typeof pairsForRepair>> & { found: RepairPair[] }> {
  const whole = { items, systems, ...plan };
  const { generations, judgements } = plantRows(whole);
  const result = await pairsForRepair({ items: whole.items, generations: () => generations, judgements, ...options });
  return { ...result, found: await collect(result.pairs()) };
}

function text(model: string, defence: string, item: number): string {
  return `output of ${model}|${defence}|0|${items[item]!.id}`;
}

async function collect<Each>(stream: AsyncIterable<Each>): Promise<Each[]> {
  const all: Each[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

function sorted(pairs: readonly RepairPair[]): string[] {
  return pairs.map((pair) => JSON.stringify(pair)).sort();
}
