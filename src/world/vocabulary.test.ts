import fc from "fast-check";
import { expect, test } from "vitest";
import { type InstructionTaskName, instructionTaskNames } from "./instruction/tasks.ts";
import { labBenchItems } from "./sets/lab-bench.ts";
import { trainingStream } from "./stream/training-stream.ts";
import { worldPieces, worldVocabulary } from "./vocabulary.ts";

const vocabulary = worldVocabulary();
const records = [...trainingStream({ seed: 6, mix: { mixedShare: 0.1 } }).take(40_000)];

test("it is small, and each piece is in it once", () => {
  expect(new Set(vocabulary).size).toBe(vocabulary.length);
  expect(vocabulary.length).toBeGreaterThan(300);
  expect(vocabulary.length).toBeLessThan(450);
});

test("texts are made of it, and it of nothing that texts do not have", () => {
  const missing = new Set<string>();
  const unused = new Set(vocabulary);
  const known = new Set(vocabulary);
  for (const { prompt, output } of records) {
    for (const text of [prompt, output].filter((text) => text !== "")) {
      const pieces = worldPieces(text);
      if (pieces.join("") !== ` ${text}`) throw new Error(`The pieces of ${JSON.stringify(text)} are not the text.`);
      for (const piece of pieces) {
        unused.delete(piece);
        if (!known.has(piece)) missing.add(piece);
      }
    }
  }
  expect({ missing: [...missing], unused: [...unused] }).toEqual({ missing: [], unused: [] });
});

test("who learns the instructions on statements alone has seen every word that questions become", () => {
  const learnt = new Map<string, Set<string>>(instructionTaskNames.map((task) => [task, new Set()]));
  for (const { kind, task, input, output } of records) if (kind === "instruction") for (const piece of [...worldPieces(input), ...worldPieces(output)]) learnt.get(task)!.add(piece);
  const strange = labBenchItems({ seed: 1, perCell: 60 }).flatMap(({ instructionTask, input, gold }) => [...worldPieces(input), ...worldPieces(gold)].filter((piece) => !isErrorOnly(instructionTask, piece) && !learnt.get(instructionTask)!.has(piece)));
  expect([...new Set(strange)]).toEqual([]);
});

test("the pieces of any text lose nothing but what no text of the language has", () => {
  const word = fc.constantFrom(...vocabulary.map((piece) => piece.trim()).filter((piece) => piece !== ""));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join(" ");
      expect(worldPieces(text).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
  expect(worldPieces("ada#is\u{1f600}é")).toEqual([" ada", "is"]);
});

function isErrorOnly(task: InstructionTaskName, piece: string): boolean {
  return task === "proofreading" && (piece === " add" || piece === " take" || piece === " writes");
}
