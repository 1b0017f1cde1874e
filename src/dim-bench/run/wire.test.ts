import { readdirSync, readFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Event } from "../../base/index.ts";
import { lab } from "../defences/lab.ts";
import type { BenchItem } from "../items/bench-item.ts";
import { labItems } from "../items/lab-items.ts";
import { createExactJudge } from "../judges/exact/exact-judge.ts";
import type { Judge } from "../judges/judge.ts";
import { createModelJudge } from "../judges/model/model-judge.ts";
import { seenByJudge } from "../judges/testing/scripted-judge.ts";
import { generationRows, judgementRows } from "./read-rows.ts";
import { benchBed, collect } from "./testing/bench-bed.ts";
import { oracle } from "./testing/oracle.ts";

vi.setConfig({ testTimeout: 120_000 });
const bed = benchBed();

const nasty = fc.constantFrom("{{", "}}", "{% if %}", "${", "${process.env.HOME}", "{input}", "{instruction}", "</input>", "Input:", "\0", "\u001a", "\ud800", "\udc00", "\ud83d\ude00", "\u2028", "\ufeff", "\u202e", "\r\n", "\\", '"', "%s", "$&", "$1", "<|im_end|>", "[removed]");
const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.array(fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 5 })), { maxLength: 12 }).map((pieces) => pieces.join("")), fc.string({ maxLength: 60 }));

test("any text goes to the server and comes back as it is: instruction, input, output, and what the judge is given", async () => {
  const said = new Map<string, string>();
  const received: string[] = [];
  const graded: unknown[] = [];
  const server = await bed.serve(({ model, question }) => {
    if (model === "owl") {
      graded.push(seenByJudge({ messages: [{ role: "user", text: question }], maxTokens: 1 }).data);
      return "no verdict";
    }
    received.push(question);
    return said.get(question) ?? "nobody told me";
  });
  const parrot = await bed.open(server);
  const owl = createModelJudge(await bed.open(server, "owl"));
  const ledger = await bed.openLedger();
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(anyText, anyText, anyText.filter((text) => !/^\s*<think>/.test(text))), { minLength: 1, maxLength: 8, selector: ([instruction, input]) => lab.messages({ instruction, input } as BenchItem)[0]!.text }), async (texts) => {
      received.length = 0;
      graded.length = 0;
      const set = texts.map(([instruction, input, output], place): BenchItem => ({ id: `item ${place} ${input}`, inputId: input, instructionTask: "rewriting", inputTask: "qa", instruction, input, answer: "", gold: output }));
      for (const item of set) said.set(lab.messages(item)[0]!.text, item.gold!);
      const begun = await bed.begin([parrot], { set, ledger });
      await bed.work(begun, { fresh: true });
      expect(received.toSorted()).toEqual(set.map((item) => lab.messages(item)[0]!.text).toSorted());
      const rows = await collect(generationRows(begun));
      expect(rows.map(({ request, outcome }) => [request.messages[0]!.text, outcome.type === "answered" && outcome.response.text])).toEqual(set.map((item) => [lab.messages(item)[0]!.text, item.gold]));
      for (const { outcome } of await collect(judgementRows(begun, createExactJudge()))) expect(outcome).toMatchObject({ judgement: { verdict: "pass" } });
      await bed.work({ ...begun, judge: owl }, { fresh: true });
      const expected = set.map(({ instruction, input, answer, gold }) => ({ instruction, input, answer_to_the_input: answer, output: gold }));
      expect([...new Set(graded.map((data) => JSON.stringify(data)))].toSorted()).toEqual([...new Set(expected.map((data) => JSON.stringify(data)))].toSorted());
    }),
    { numRuns: 20 },
  );
});

test("a key is in no file and no event, whatever is said back, and no socket opens but to the configured host", async () => {
  const key = "sk-planted-3f9c2a7b51d84e60";
  const items = labItems({ perCell: 2 });
  const { replies } = oracle(items);
  const seen = new Set<string | undefined>();
  let count = 0;
  const server = await bed.serve(({ question, authorization }) => {
    seen.add(authorization);
    count += 1;
    if (count % 5 === 0) return { status: 401, body: JSON.stringify({ error: { message: `Incorrect API key provided: ${key}.`, code: "invalid_api_key" } }) };
    if (count % 5 === 1) return { status: 500, body: `Authorization: Bearer ${key}` };
    if (count % 5 === 2) return `${replies.get(question)} ${authorization}`;
    return replies.get(question)!;
  });
  const opened = new Set<string>();
  const connect = Socket.prototype.connect;
  const spy = vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...given: unknown[]) {
    const [to] = (Array.isArray(given[0]) ? given[0] : given) as [{ host?: string; port?: number; path?: string }];
    opened.add(to.path ?? `http://${to.host}:${to.port}/v1`);
    return connect.apply(this, given as never);
  });
  const folder = join(bed.root, "quiet");
  const events: Event[] = [];
  const thrown: unknown[] = [];
  try {
    const model = await bed.open(server, "parrot", { environment: { OPENAI_COMPATIBLE_API_KEY: key } });
    const judge: Judge = createExactJudge();
    const begun = { ...(await bed.begin([model], { set: items, ledger: await bed.openLedger(folder) })), judge };
    for (let round = 0; round < 4; round += 1) thrown.push(await bed.work(begun, { sink: (event) => events.push(event), rerunFailed: true, concurrency: 2 }).catch((error: unknown) => error));
    thrown.push(await collect(generationRows(begun)), await collect(judgementRows(begun, judge)));
  } finally {
    spy.mockRestore();
  }
  // The key was sent, and said back.
  expect(seen).toEqual(new Set([`Bearer ${key}`]));
  expect(JSON.stringify(thrown)).toContain("[removed]");
  expect(JSON.stringify([events, thrown])).not.toContain(key);
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(key)).toBe(false);
  expect(opened).toEqual(new Set([server.url]));
});
