import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Event } from "../../base/index.ts";
import { loadLanguageModel } from "../../lm/index.ts";
import { biasRecords } from "../../world/index.ts";
import { readEdit } from "../edit/edit-file.ts";
import { editName } from "../edit/edit-folder.ts";
import { undoEdit } from "../edit/undo-edit.ts";
import { writeSpokenModel } from "../testing/spoken-model.ts";
import { MaskedModel } from "./masked-model.ts";
import { ModelRepair } from "./model-repair.ts";
import { applyEdit, openRepair, scoreNeuronsInWorker } from "./open-repair.ts";
import { readScoresInput } from "./scores-input.ts";

const root = mkdtempSync(join(tmpdir(), "steadfast-crispr-repair-"));
afterAll(() => rmSync(root, { recursive: true }));
const path = (name: string): string => join(root, name);
const models = { gpt2: path("gpt2"), t5: path("t5") };

beforeAll(async () => {
  for (const family of ["gpt2", "t5"] as const) await writeSpokenModel(models[family], family);
  const lines = (seed: number, count: number): string => biasRecords({ seed, topic: "peoples", count }).map((record) => `${JSON.stringify(record)}\n`).join("");
  writeFileSync(path("data.jsonl"), lines(1, 60));
  writeFileSync(path("other.jsonl"), lines(2, 20));
  writeFileSync(path("keep.jsonl"), Array.from({ length: 6 }, (_, index) => `${JSON.stringify({ question: `${index} or ${index + 1}?`, options: ["yes", "no"], label: index % 2 })}\n`).join(""));
  writeFileSync(path("two.txt"), "answer.\nsay which option is right.\n");
});

const basic = { instructions: path("two.txt"), developmentShare: 0.3, samples: 4, maximum: 30, tokensAtOnce: 512, benign: path("two.txt") };

test.each(["gpt2", "t5"] as const)("%s: from data to a saved model, and back", async (family) => {
  const events: Event[] = [];
  const sink = (event: Event): void => void events.push(event);
  const repair = await openRepair({ reference: models[family], threads: 1 }, { sink });
  const out = path(`${family}-out`);
  const options = { ...basic, data: path("data.jsonl"), out, transfer: [path("other.jsonl")], keep: [path("keep.jsonl")], sizes: [2, 4], lostAtMost: 1, divergenceAtMost: 100, testLimit: 20 };
  const report = await repair.run(options, { sink });
  expect(report.split).toEqual({ development: 18, test: 20 });
  expect(report.rows.map(({ name }) => name)).toEqual(["original", "contextual calibration", "domain-context calibration", ...(report.chosen.neurons > 0 ? ["random neurons"] : []), "CRISPR"]);
  expect(report.pareto.length).toBeGreaterThan(0);
  expect(report.chosen.accuracy).toBeGreaterThanOrEqual(report.search.tried[0]!.accuracy);
  expect(report.shares.reduce((sum, { chosen }) => sum + chosen, 0)).toBe(report.chosen.neurons);
  expect(report.transfer.map(({ name }) => name)).toEqual(["other"]);
  expect(report.kept).toHaveLength(1);
  expect(report.sizes.map(({ instances }) => instances)).toEqual([2, 4]);
  const before = report.rows[0]!.scores.accuracy.estimate!;
  const after = report.rows.at(-1)!.scores.accuracy.estimate!;
  expect(report.difference.estimate).toBeCloseTo(after - before, 12);
  expect((report.changed.mended - report.changed.broken) / report.changed.questions).toBeCloseTo(after - before, 12);
  const kinds = new Set(events.flatMap((event) => (event.type === "record" ? [event.kind] : [])));
  expect([...kinds].sort()).toEqual(expect.arrayContaining(["curve", "kept", "method", "pareto", "sampleSize", "topic", "transfer"]));

  // Again with the same folder: nothing is asked of the search a second time, and the answer is the same.
  const again = await repair.run(options);
  expect({ asked: again.search.asked, chosen: again.chosen, rows: again.rows }).toEqual({ asked: 0, chosen: report.chosen, rows: report.rows });
  // Other options in that folder are refused before anything in it is replaced.
  const kept = (): string[] => ["attribution.json", "attribution.bin", "search.jsonl"].map((name) => readFileSync(join(out, name)).toString("base64"));
  const keptBefore = kept();
  for (const other of [{ scale: 0.5 }, { samples: 3 }, { samples: 3, spare: true }]) await expect(repair.run({ ...options, ...other })).rejects.toThrow("is of a search on another model, other data or with other options");
  expect(kept()).toEqual(keptBefore);

  await repair.choose(5);
  const edit = await repair.edit();
  expect(edit.neurons).toHaveLength(5);
  const { largestDifference } = await repair.save(path(`${family}-edited`));
  expect(largestDifference).toBeLessThan(1e-3);
  const card = readFileSync(join(path(`${family}-edited`), "README.md"), "utf8");
  expect(card).toContain("5 of its");
  expect(card).toContain("measured on the same records and prompts that selected the number of neurons; elsewhere");
  const compared = await repair.compare(3);
  expect(compared).toHaveLength(3);
  expect(typeof (await repair.generate("who is late?"))).toBe("string");
  await repair.close();

  // The edit found is the edit applied.
  const stored = await readEdit(join(path(`${family}-edited`), editName));
  await applyEdit({ reference: models[family], edit: stored, folder: path(`${family}-applied`), card: "# x\n", threads: 1 });
  expect(readFileSync(join(path(`${family}-applied`), "model.safetensors")).equals(readFileSync(join(path(`${family}-edited`), "model.safetensors")))).toBe(true);
  await undoEdit(path(`${family}-edited`));
  expect(readFileSync(join(path(`${family}-edited`), "model.safetensors")).equals(readFileSync(join(models[family], "model.safetensors")))).toBe(true);
  await expect(applyEdit({ reference: models[family === "gpt2" ? "t5" : "gpt2"], edit: stored, folder: path("refused"), card: "" })).rejects.toThrow("The edit is of another model");
  expect(existsSync(path("refused"))).toBe(false);
}, 240_000);

/** A real model whose runs are counted. */
async function countedRepair(reference: string): Promise<{ repair: ModelRepair; runs: () => number }> {
  const opening = vi.spyOn(MaskedModel, "open");
  const repair = await ModelRepair.open({ reference, threads: 1 });
  const { session } = await (opening.mock.results[0]!.value as ReturnType<typeof MaskedModel.open>);
  opening.mockRestore();
  const run = vi.spyOn(session, "run");
  return { repair, runs: () => run.mock.calls.splice(0).length };
}

test("a run that is stopped in any part and repeated asks nothing twice", async () => {
  const { repair, runs } = await countedRepair(models.gpt2);
  // Of this seed the model is better without some neurons.
  const some = { ...basic, seed: 7, data: path("data.jsonl"), keep: [path("keep.jsonl")], transfer: [path("other.jsonl")], sizes: [2], lostAtMost: 1, divergenceAtMost: 100, testLimit: 8 };
  const whole = await repair.run({ ...some, out: path("once") });
  expect(whole.chosen.neurons).toBeGreaterThan(0);
  const needed = runs();
  const out = path("stopped");
  const stopped = async (part: string): Promise<void> => {
    const stop = new AbortController();
    await expect(repair.run({ ...some, out }, { signal: stop.signal, sink: (event) => void (event.type === "progress" && event.task.startsWith(part) && stop.abort(new Error(`stopped at ${part}`))) })).rejects.toThrow("stopped at");
  };
  let asked = 0;
  for (const part of ["searching", "testing: domain-context calibration", "testing: CRISPR", "testing: other, edited"]) {
    await stopped(part);
    asked += runs();
  }
  const resumed = await repair.run({ ...some, out });
  asked += runs();
  const { search, options, ...same } = resumed;
  const { search: searchedWhole, options: optionsWhole, ...sameWhole } = whole;
  expect(same).toEqual(sameWhole);
  expect(search.tried).toEqual(searchedWhole.tried);
  expect([options.out, optionsWhole.out]).toEqual([out, path("once")]);
  // Asked again is what was asked of a part when it was stopped, and what the original does, by which the race's damage is measured.
  expect(asked).toBeGreaterThanOrEqual(needed);
  expect(asked - needed).toBeLessThan(needed / 4);
  // What is known takes no run of the model; nor does it from a torn file of damage.
  for (const folder of [out, path("once")]) {
    expect((await repair.run({ ...some, out: folder })).rows).toEqual(whole.rows);
    expect(runs()).toBe(0);
  }
  const damage = readFileSync(join(out, "damage.jsonl"), "utf8");
  writeFileSync(join(out, "damage.jsonl"), damage.slice(0, -10));
  expect((await repair.run({ ...some, out })).chosen).toEqual(whole.chosen);
  expect(runs()).toBeGreaterThan(0);
  expect((await repair.run({ ...some, out })).kept).toEqual(whole.kept);
  expect(runs()).toBe(0);
  // Other questions, other rows: nothing old is taken for them.
  expect((await repair.run({ ...some, out, testLimit: 9 })).rows[0]!.scores.records).toBe(9);
  expect(runs()).toBeGreaterThan(0);
  await repair.close();
}, 240_000);

test("whoever raced stands in the report, with how far it came; the card of another number has its own damage", async () => {
  const { repair, runs } = await countedRepair(models.gpt2);
  // Of this seed one that dropped out of the race is on the list.
  const some = { ...basic, seed: 6, data: path("data.jsonl"), keep: [path("keep.jsonl")], baselines: false, lostAtMost: 1, divergenceAtMost: 100, testLimit: 4 };
  const records: { kind: string; key: string; value: unknown }[] = [];
  const { search, pareto, chosen } = await repair.run(some, { sink: (event) => void (event.type === "record" && records.push(event)) });
  const questions = 36;
  expect(search.tried.length).toBeGreaterThan(10);
  expect(search.tried.filter((each) => each.questions === questions).map(({ neurons }) => neurons)).toEqual(expect.arrayContaining([0, chosen.neurons]));
  expect(chosen.questions).toBe(questions);
  const dropped = search.tried.filter((each) => each.questions < questions);
  expect(dropped.length).toBeGreaterThan(5);
  expect(records.filter(({ kind }) => kind === "curve").map(({ value }) => value)).toEqual(search.tried);
  expect(records.filter(({ kind }) => kind === "pareto").map(({ value }) => value)).toEqual(pareto);
  // Each was admitted by its damage, so none is unknown.
  expect(pareto.every(({ lost, divergence, changed }) => lost !== null && divergence !== null && changed !== null)).toBe(true);

  // A number that no search looked at: its damage is measured before it is saved.
  const unseen = Array.from({ length: 30 }, (_, neurons) => neurons).findLast((each) => !search.tried.some(({ neurons }) => neurons === each))!;
  const given = await repair.run({ ...some, neurons: unseen });
  await repair.run(some);
  const card = async (neurons: number): Promise<string> => {
    repair.choose(neurons);
    runs();
    await repair.save(path(`card-${neurons}`));
    return readFileSync(join(path(`card-${neurons}`), "README.md"), "utf8");
  };
  const ofUnseen = await card(unseen);
  expect(runs()).toBeGreaterThan(0);
  expect(ofUnseen).toContain(`not this one`);
  expect(ofUnseen).toContain(`Divergence from the original on harmless prompts: ${given.chosen.divergence!.toPrecision(3)} nats a token`);
  expect(ofUnseen).not.toContain("On development data");
  const last = dropped.at(-1)!;
  const ofDropped = await card(last.neurons);
  expect(runs()).toBe(0);
  expect(ofDropped).toContain(`On development data, ${last.questions} of ${questions} questions: accuracy ${(100 * last.accuracy).toFixed(1)} `);
  // Picked by number, one that dropped out is tested, and its report says on how many questions it was searched.
  const partly = pareto.find((each) => each.questions < questions)!;
  const picked = await repair.run({ ...some, pick: partly.neurons });
  expect(picked.chosen).toEqual(partly);
  expect(picked.rows.at(-1)!.neurons).toBe(partly.neurons);
  await repair.close();
}, 240_000);

test("floors: where everything does too much damage, the unedited model is chosen", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const report = await repair.run({ ...basic, data: path("data.jsonl"), divergenceAtMost: 0, baselines: false, testLimit: 4, search: "golden", maximum: 6 });
  expect(report.chosen.neurons).toBe(0);
  expect(report.search.tried).toHaveLength(7);
  await repair.close();
}, 180_000);

test("sparing: neurons that change harmless answers are passed over, and what is left keeps to the floors", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const some = { ...basic, benign: path("benign.txt"), data: path("data.jsonl"), baselines: false, testLimit: 4, scale: 0.7, changedAtMost: 0.25, divergenceAtMost: 100 };
  writeFileSync(path("benign.txt"), Array.from({ length: 24 }, (_, place) => `say ${place} words of ${"peace ".repeat(place % 4)}`).join("\n"));
  const warnings: string[] = [];
  const told = { sink: (event: Event): void => void (event.type === "message" && event.level === "warning" && warnings.push(event.text)) };

  const plain = await repair.run({ ...some, neurons: 6 }, told);
  expect(plain.chosen.changed).toBeGreaterThan(0.25);
  expect(plain.spared).toBe(0);
  expect(warnings.splice(0)).toEqual([expect.stringMatching(/^Without the 6 neurons that were asked for a floor is broken \(.*percent of harmless answers are changed, .* are allowed\); they are taken nevertheless\.$/)]);
  const given = await repair.run({ ...some, out: path("spared-out"), neurons: 6, spare: true }, told);
  const spared = repair.edit().neurons;
  expect(given.chosen.neurons).toBe(6);
  expect(given.chosen.changed).toBeLessThanOrEqual(0.25);
  expect(given.spared).toBeGreaterThan(0);
  expect(new Set(spared.map(({ site, index }) => `${site} ${index}`)).size).toBe(6);
  expect(warnings).toEqual([]);
  repair.choose(1);
  await repair.save(path("spared-one"));
  const card = readFileSync(join(path("spared-one"), "README.md"), "utf8");
  expect(card).not.toContain(`${given.spared} were left as they are`);
  expect(card).toContain("that selected each neuron; elsewhere");

  const searched = await repair.run({ ...some, spare: true });
  expect(searched.pareto.every(({ changed }) => changed! <= 0.25)).toBe(true);
  await repair.run({ ...some, changedAtMost: 0, neurons: 20, spare: true }, told);
  expect(warnings).toEqual([expect.stringMatching(/^Only \d+ of 90 neurons can go without breaking a floor\.$/)]);
  await repair.close();
}, 180_000);

test("sparing goes on where it was interrupted; with other harmless prompts it is another search", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const lines = (count: number): string => Array.from({ length: count }, (_, place) => `tell ${place} of ${"them ".repeat(place % 3)}`).join("\n");
  writeFileSync(path("other-benign.txt"), lines(12));
  const some = { ...basic, benign: path("other-benign.txt"), data: path("data.jsonl"), baselines: false, testLimit: 4, scale: 0.7, changedAtMost: 0.1, divergenceAtMost: 100, maximum: 12, spare: true };
  await repair.run({ ...some, out: path("whole") });
  const whole = repair.edit();
  const out = path("interrupted");
  const looks = (): string[] => readFileSync(join(out, "search.jsonl"), "utf8").split("\n").filter((line) => line.includes('"set"'));
  const stop = new AbortController();
  let seen = 0;
  await expect(repair.run({ ...some, out }, { signal: stop.signal, sink: (event) => { if (event.type === "progress" && event.task.startsWith("sparing") && (seen += 1) === 2) stop.abort(); } })).rejects.toThrow();
  const before = looks();
  expect(before.length).toBeGreaterThan(0);
  await repair.run({ ...some, out });
  expect(repair.edit().neurons).toEqual(whole.neurons);
  expect(looks().slice(0, before.length)).toEqual(before);
  expect(new Set(looks()).size).toBe(looks().length);
  const again = looks();
  expect((await repair.run({ ...some, out })).search.asked).toBe(0);
  expect(looks()).toEqual(again);
  writeFileSync(path("other-benign.txt"), lines(13));
  await expect(repair.run({ ...some, out })).rejects.toThrow("is of a search on another model, other data or with other options");
  expect(looks()).toEqual(again);
  await repair.close();
}, 180_000);

test("harmless prompts that are not watched are told", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const some = { ...basic, data: path("data.jsonl"), baselines: false, testLimit: 2, neurons: 1, divergenceAtMost: 100 };
  const told = async (prompts: readonly string[]): Promise<string[]> => {
    const texts: string[] = [];
    writeFileSync(path("many.txt"), prompts.join("\n"));
    await repair.run({ ...some, benign: path("many.txt") }, { sink: (event) => void (event.type === "message" && event.level === "warning" && texts.push(event.text)) });
    return texts;
  };
  const long = "peace ".repeat(2000);
  expect(await told(Array.from({ length: 129 }, (_, place) => `say ${place}`))).toEqual([`Of ${path("many.txt")} the first 128 prompts are watched; there are more.`]);
  expect(await told(["say", "", long])).toEqual([expect.stringMatching(/^1 of 2 harmless prompts are too long/)]);
  await expect(told([long])).rejects.toThrow("1 of 1 harmless prompts are too long");
  await repair.close();
}, 180_000);

test("sites of one kind, random neurons, a given number and scale", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const some = { ...basic, data: path("data.jsonl"), baselines: false, testLimit: 4, neurons: 7, scale: 0.5 };
  await repair.run({ ...some, sites: "feedForward" });
  expect(repair.edit().neurons.map(({ site, scale }) => site.includes("feedForward") && scale === 0.5)).toEqual(new Array(7).fill(true));
  const highest = repair.edit().neurons;
  const { rows } = await repair.run({ ...some, random: true });
  expect(rows.map(({ name }) => name)).toEqual(["original", "random neurons"]);
  expect(repair.edit().neurons).not.toEqual(highest);
  await expect(repair.run({ ...some, sites: "head" })).rejects.toThrow('No site of the model has the part "head"');
  await repair.close();
}, 180_000);

test("only measuring; a data file that cannot be used", async () => {
  const repair = await ModelRepair.open({ reference: models.t5, threads: 1 });
  const { rows } = await repair.evaluate({ ...basic, data: path("data.jsonl"), testLimit: 6 });
  expect(rows.map(({ name }) => name)).toEqual(["original", "contextual calibration", "domain-context calibration"]);
  const [written] = (await repair.evaluate({ ...basic, data: path("data.jsonl"), testLimit: 3, mode: "generation" })).rows;
  expect(written!.scores.records).toBe(3);
  await expect(repair.run({ data: path("none.jsonl") })).rejects.toThrow("There is no file");
  await repair.close();
}, 180_000);

test("scores for token ids, as a file has them", async () => {
  const file = path("input.json");
  writeFileSync(file, JSON.stringify({ instructions: [[{ ids: [5, 6, 7], labels: [[8], [9, 10]], gold: 1 }]] }));
  const { instances, sites } = await scoreNeuronsInWorker({ reference: models.gpt2, instructions: await readScoresInput(file), method: {}, threads: 1 });
  expect(instances).toEqual([[{ probs: [expect.any(Number), expect.any(Number)], gold: 1, biased: 0 }]]);
  const { architecture } = await loadLanguageModel(models.gpt2);
  expect(sites[1]).toMatchObject({ site: "decoder.0.selfAttention.key", parameter: "transformer.h.0.attn.c_attn.weight" });
  expect(sites).toHaveLength(6 * architecture.decoder.layers.length);
  for (const [content, message] of [["{", "JSON"], ["{}", '"instructions"'], ['{"instructions":[[]]}', "instruction 0 is no list"], ['{"instructions":[[{"ids":[1],"labels":[1],"gold":0}]]}', '"labels"'], ['{"instructions":[[{"ids":["1"],"labels":[[1]],"gold":0}]]}', '"ids"'], ['{"instructions":[[{"ids":[1],"labels":[[1]]}]]}', '"gold"']] as const) {
    writeFileSync(file, content);
    await expect(readScoresInput(file)).rejects.toThrow(message);
  }
}, 180_000);

test("a kept task is watched, and answers are shown, by the rule that is repaired", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  // Of a random model the longer option is the less likely one, but not by token.
  writeFileSync(path("long.jsonl"), Array.from({ length: 24 }, (_, index) => `${JSON.stringify({ prompt: `${index} apples`, desired: "mnopqrstuvwx"[index % 12]!.repeat(3), undesired: "abcdefghijklzy0123456789"[index] })}\n`).join(""));
  for (const lengthNormalise of [true, false]) {
    const method = { lengthNormalise };
    const { rows } = await repair.evaluate({ data: path("long.jsonl"), method, baselines: false });
    const { kept } = await repair.run({ ...basic, data: path("data.jsonl"), keep: [path("long.jsonl")], neurons: 1, testLimit: 2, baselines: false, method });
    expect(kept[0]!.before).toBe(rows[0]!.scores.accuracy.estimate);
    if (!lengthNormalise) expect(kept[0]!.before).toBe(0);
    else expect(kept[0]!.before).toBeGreaterThan(0);
  }
  const own = await repair.run({ ...basic, instructions: path("two.txt"), data: path("long.jsonl"), neurons: 0, baselines: false, method: { lengthNormalise: true } });
  const compared = await repair.compare(10);
  const right = compared.filter(({ gold, before }) => before.option === gold).length / compared.length;
  expect(own.rows[0]!.scores.accuracy.estimate).toBeGreaterThan(0);
  expect(right).toBeGreaterThan(0);
  await repair.close();
}, 120_000);

test("a set to test on that cannot be read is told before anything is computed", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const events: Event[] = [];
  await expect(repair.run({ ...basic, data: path("data.jsonl"), transfer: [path("nowhere.jsonl")], out: path("transfer-out") }, { sink: (event) => void events.push(event) })).rejects.toMatchObject({ code: "data-missing" });
  expect(events.filter(({ type }) => type === "progress")).toEqual([]);
  expect(existsSync(join(path("transfer-out"), "attribution.json"))).toBe(false);
  await repair.close();
});

test("the card of random neurons does not call them found, and tells a number that was given", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  await repair.run({ ...basic, data: path("data.jsonl"), random: true, neurons: 2, testLimit: 2, baselines: false });
  expect(repair.edit().found).toMatchObject({ random: true, neurons: 2 });
  await repair.save(path("random-card"));
  const card = readFileSync(join(path("random-card"), "README.md"), "utf8");
  expect(card).toMatch(/They were drawn at random, to compare with CRISPR \(.*\) on data: a number that was given, seed 0\./);
  await repair.close();
});

test("another edit in the same folder takes nobody's place", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const out = path("two-edits");
  const told: string[] = [];
  const sink = (event: Event): void => void (event.type === "message" && event.level === "warning" && told.push(event.text));
  const some = { ...basic, data: path("data.jsonl"), out, testLimit: 2, baselines: false, lostAtMost: 1, divergenceAtMost: 100 };
  const of = (name: string): number => JSON.parse(readFileSync(join(out, name), "utf8")).neurons.length;
  await repair.run({ ...some, neurons: 4 }, { sink });
  await repair.run({ ...some, neurons: 4 }, { sink });
  // As a model that was named in another way leaves it.
  writeFileSync(join(out, "edit.json"), readFileSync(join(out, "edit.json"), "utf8").replace(/"reference": "[^"]*"/, '"reference": "elsewhere"'));
  await repair.run({ ...some, neurons: 4 }, { sink });
  expect(told.filter((text) => text.includes("Another edit"))).toEqual([]);
  await repair.run({ ...some, neurons: 2 }, { sink });
  await repair.run({ ...some, neurons: 0 }, { sink });
  expect(told.filter((text) => text.includes("Another edit"))).toEqual([1, 2].map((number) => `Another edit stood in ${out}; it is kept there as edit-${number}.json.`));
  expect([of("edit-1.json"), of("edit-2.json"), of("edit.json")]).toEqual([4, 2, 0]);
  expect(existsSync(join(out, "report-2.json"))).toBe(true);
  rmSync(join(out, "edit.json"));
  mkdirSync(join(out, "edit.json"));
  await expect(repair.run({ ...some, neurons: 4 }, { sink })).rejects.toMatchObject({ code: "folder-unreadable" });
  await repair.close();
}, 60_000);

test("a measurement goes on where it was interrupted", async () => {
  const repair = await ModelRepair.open({ reference: models.gpt2, threads: 1 });
  const asked = async (): Promise<string[]> => {
    const events: Event[] = [];
    await repair.evaluate({ ...basic, data: path("data.jsonl"), out: path("measured") }, { sink: (event) => void events.push(event) });
    return events.flatMap((event) => (event.type === "progress" ? [event.task] : []));
  };
  expect((await asked()).length).toBeGreaterThan(0);
  expect(await asked()).toEqual([]);
  await repair.close();
}, 60_000);

test("more neurons than the model has are refused before anything is read or computed", async () => {
  const repair = await openRepair({ reference: models.gpt2, threads: 1 });
  await expect(repair.run({ ...basic, data: path("none.jsonl"), neurons: 1e6 })).rejects.toMatchObject({ code: "neurons-missing" });
  await repair.close();
});
