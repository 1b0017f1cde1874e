import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { notRun } from "./examples/not-run.ts";
import { prepareExamples, runExamples } from "./examples/plan.ts";

const { folder, examples } = prepareExamples();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Every room, those of examples.test.ts included: so none is forgotten.
describe.each([...new Set(examples.map(({ room }) => room))])("%s", (room) => {
  test("its examples run, and give what they say", () => {
    const those = examples.filter((example) => example.room === room && !Object.hasOwn(notRun, `${room} ${example.name}`));
    const problems = runExamples(folder, room, those);
    expect(those.flatMap(({ file, line }, index) => (problems[index] === null ? [] : [`${file}:${line}: ${problems[index]}`]))).toEqual([]);
  });
});
