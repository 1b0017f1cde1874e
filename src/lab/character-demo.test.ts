import { expect, test } from "vitest";
import { readDemoText, trainOnCharacters } from "./character-demo.ts";

test("the same seed gives the same losses to the bit with two threads, another seed others", async () => {
  const text = await readDemoText();
  const losses = async (seed: number): Promise<number[]> => (await trainOnCharacters(text, { seed, steps: 15, threads: 2 })).losses;
  const first = await losses(1);
  expect(await losses(1)).toEqual(first);
  expect(await losses(2)).not.toEqual(first);
}, 60_000);

test("its loss falls well under the unigram entropy, which is right for the text", async () => {
  const text = await readDemoText();
  const { losses, unigramEntropy, sample } = await trainOnCharacters(text, { steps: 200 });
  const counts = [...new Set(text)].map((character) => text.split(character).length - 1);
  const entropy = -counts.map((count) => (count / text.length) * Math.log(count / text.length)).reduce((a, b) => a + b);
  expect(unigramEntropy).toBeCloseTo(entropy, 9);
  expect(losses.at(-1)).toBeLessThan(0.75 * entropy);
  expect(sample).toMatch(/^A measurement .{160}$/s);
}, 120_000);
