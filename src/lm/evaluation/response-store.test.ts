import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Response } from "./respond.ts";
import { openResponseStore, type ResponseStore, type StoreKey } from "./response-store.ts";
import { scratchFolder } from "./testing/scratch.ts";

const scratch = scratchFolder();
const key: StoreKey = { model: "m", data: "d", temperature: 1 };
const say = (record: number, text = `said ${record}\nand "so" \ud800`): Response => ({ record, text, tokens: 3, finish: "stop" });
let count = 0;

async function begun(): Promise<{ folder: string; file: string; store: ResponseStore }> {
  const folder = join(scratch, `store ${(count += 1)}`, "deep");
  const store = await openResponseStore({ folder, key, records: 5 });
  return { folder, file: join(folder, "responses-10.jsonl"), store };
}

describe("a store of responses", () => {
  test("gives back what it took, each seed for itself", async () => {
    const { folder, store } = await begun();
    expect(await store.read(10)).toEqual(new Map());
    for (const record of [3, 0]) store.append(10, say(record));
    store.append(20, say(1));
    store.close();
    const again = await openResponseStore({ folder, key, records: 5 });
    expect([...(await again.read(10)).values()]).toEqual([say(3), say(0)]);
    expect([...(await again.read(20)).keys()]).toEqual([1]);
  });

  test("drops a line that was cut off at any byte, and goes on behind the last whole one", async () => {
    const whole = `${JSON.stringify(say(0, "äöü"))}\n`;
    const next = Buffer.from(`${JSON.stringify(say(1, "€"))}\n`);
    for (let length = 0; length < next.length; length += 1) {
      const { file, store } = await begun();
      writeFileSync(file, Buffer.concat([Buffer.from(whole), next.subarray(0, length)]));
      expect([...(await store.read(10)).keys()], `${length} bytes`).toEqual([0]);
      store.append(10, say(2));
      store.close();
      expect(readFileSync(file, "utf8")).toBe(`${whole}${JSON.stringify(say(2))}\n`);
    }
  });

  test("puts a complete seed in the order of its records", async () => {
    const { file, store } = await begun();
    store.append(10, say(1));
    store.append(10, say(0));
    await store.complete(10, [say(0), say(1)]);
    expect(readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line).record)).toEqual([0, 1]);
    store.close();
  });

  test.each([
    ["not JSON\n", "line 1 is not valid JSON"],
    [`${JSON.stringify(say(4))}\n${JSON.stringify(say(5))}\n`, "line 2 is no response to one of the 5 records"],
    ["null\n", "line 1 is no response"],
    ['{"record":0,"text":7,"tokens":1,"finish":"stop"}\n', "line 1 is no response"],
    ['{"record":0,"text":"","tokens":1,"finish":"tired"}\n', "line 1 is no response"],
  ])("%j is refused, not scored", async (content, reason) => {
    const { file, store } = await begun();
    writeFileSync(file, content);
    await expect(store.read(10)).rejects.toMatchObject({ code: "evaluation-damaged", message: expect.stringContaining(`${file} is damaged: ${reason}`) });
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  test("is not opened for anything else", async () => {
    const { folder } = await begun();
    const other = (changed: StoreKey) => openResponseStore({ folder, key: changed, records: 5 });
    await expect(other({ ...key, temperature: 0.5 })).rejects.toThrow(`${folder} holds the responses of another evaluation: its temperature differs.`);
    await expect(other({ model: "m2", data: "d2", temperature: 1 })).rejects.toThrow("its model, data differ.");
    await expect(other({ ...key, more: true })).rejects.toThrow("its more differs.");
    writeFileSync(join(folder, "evaluation.json"), "[]");
    await expect(other(key)).rejects.toThrow("evaluation.json is damaged: it is no JSON object.");
    appendFileSync(join(folder, "evaluation.json"), "]");
    await expect(other(key)).rejects.toThrow("evaluation.json is damaged: it is not valid JSON.");
  });

  test("says where it cannot write", async () => {
    const folder = join(scratch, "file");
    writeFileSync(folder, "");
    await expect(openResponseStore({ folder: join(folder, "in"), key, records: 1 })).rejects.toMatchObject({ name: "SteadfastError" });
    const { file, store } = await begun();
    mkdirSync(file);
    expect(() => store.append(10, say(0))).toThrow(expect.objectContaining({ code: "evaluation-unwritable", kind: "incomplete" }));
  });
});
