import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { EventEmitter } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadLocalModel } from "../../lm/index.ts";
import { runInProcess } from "../testing/run-in-process.ts";
import { writeTinyDecoder } from "./train/testing/tiny-decoder.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-train-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const ledger = ["--ledger", path("ledger")];
const data = path("data.jsonl");
const basic = ["train", path("model"), "--data", data, "--template", "plain", "--threads", "1", "--learning-rate", "0.01", ...ledger];

beforeAll(async () => {
  mkdirSync(path("model"));
  await writeTinyDecoder(path("model"));
  const lines = Array.from({ length: 40 }, (_, index) => JSON.stringify({ instruction: `count ${index % 8}`, output: "ab".repeat(1 + (index % 4)) }));
  writeFileSync(data, `${lines.join("\n")}\n`);
});

test("trains, validates, saves, and what it did stands in the ledger", async () => {
  const { code, stdout, stderr } = await runInProcess([...basic, "--out", path("tuned"), "--epochs", "4", "--batch-size", "4", "--json"]);
  expect(stderr).toContain("38 examples and 2 to validate on");
  expect(code, stderr).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ examples: 38, steps: 40, out: path("tuned"), template: "plain" });
  expect(result.lastLoss).toBeLessThan(result.firstLoss / 2);
  expect((await loadLocalModel(path("tuned"))).model.architecture.family).toBe("gpt2");
  const shown = JSON.parse((await runInProcess(["runs", "show", result.run, "--json", ...ledger])).stdout);
  expect(shown).toMatchObject({ run: { kind: "train", status: "done", summary: { steps: 40, best: result.best } }, records: { answer: 10 } });
  expect(shown.metrics.map(({ name, count }: { name: string; count: number }) => [name, count])).toEqual(expect.arrayContaining([["loss", 40], ["validationLoss", 5]]));
});

test("Ctrl-C keeps what is done; --resume goes on to the weights of an uninterrupted run", async () => {
  const wholeFlags = [...basic, "--epochs", "3", "--batch-size", "2", "--lora", "4", "--lora-targets", "all", "--samples", "0"];
  expect((await runInProcess([...wholeFlags, "--out", path("whole")])).code).toBe(0);
  const signals = new EventEmitter();
  const interrupted = runInProcess([...wholeFlags, "--out", path("split")], { signals });
  const waiting = setInterval(() => {
    try {
      if (readFileSync(join(path("split"), "metrics.jsonl"), "utf8").split("\n").length > 3) signals.emit("SIGINT");
    } catch {
      // Not yet begun.
    }
  }, 5);
  const { code, stderr } = await interrupted;
  clearInterval(waiting);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("Run the same command with --resume to go on.") });
  expect((await runInProcess([...wholeFlags, "--out", path("split")])).stderr).toContain("holds the state of a training that was not finished");
  const resumed = await runInProcess([...wholeFlags, "--out", path("split"), "--resume"]);
  expect(resumed.code).toBe(0);
  expect(resumed.stdout).toContain(`The model stands in ${path("split")}.`);
  expect(readFileSync(join(path("split"), "model.safetensors")).equals(readFileSync(join(path("whole"), "model.safetensors")))).toBe(true);
});

test.each([
  [["--data", data], "Where should the trained model stand?"],
  [["--out", "x"], "There is no data to learn from."],
  [["--data", data, "--out", "x", "--packing", "--buckets"], "--packing and --buckets cannot both be given."],
  [["--data", data, "--out", "x", "--lora-alpha", "3"], "which only --lora asks for"],
  [["--data", data, "--out", "x", "--batch-size", "0"], "--batch-size takes a whole number from 1 to 4096"],
  [["--data", data, "--out", "x", "--epochs", "1", "--steps", "2"], "Epochs and steps cannot both be given."],
  [["--data", data, "--out", "x", "--lora", "2", "--lora-targets", "q"], "no layers of the kind"],
  [["--data", data, "--out", "x", "--select", "best"], "--select takes one of loss, rouge"],
])("%j is refused", async (flags, sentence) => {
  const { code, stderr } = await runInProcess(["train", path("model"), "--template", "plain", ...flags.map((flag) => (flag === "x" ? path("refused") : flag)), ...ledger]);
  expect(code).toBe(64);
  expect(stderr).toContain(sentence);
});

test.each([
  ["hf:nobody", {}, '"hf:nobody" names no repository to push to.'],
  ["hf:some/model@main", { HF_TOKEN: "hf_x" }, '"hf:some/model@main" names no repository to push to.'],
  ["hf:some/model", {}, "To push a model, the hub wants to know who you are."],
])("a push to %s that would fail is refused before anything is trained", async (push, environment, sentence) => {
  const { code, stderr } = await runInProcess([...basic, "--out", path("unpushed"), "--push", push], { environment });
  expect(stderr).toContain(sentence);
  expect(code).toBe(64);
  expect(existsSync(path("unpushed"))).toBe(false);
});
