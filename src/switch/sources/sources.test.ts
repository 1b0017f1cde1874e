import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/index.ts";
import { dataSource } from "./data-source.ts";
import { mixedSource } from "./mixed-source.ts";
import { phaseSource } from "./phase-source.ts";
import { replaySource } from "./replay-source.ts";
import type { SequenceSource, SourceTools } from "./source.ts";
import type { TrainedSequence } from "./trained-sequence.ts";

/** Sequences that say where they came from; uniform numbers as given, else random ones. */
function tools(uniforms?: readonly number[]): SourceTools & { rollouts: number[] } {
  const of = (kind: number, step: number): TrainedSequence[] => [0, 1].map((row) => ({ ids: [kind, step, row], promptLength: 1 }));
  const rollouts: number[] = [];
  return {
    rollouts,
    data: (step) => of(0, step),
    rollout: async (step) => {
      rollouts.push(step);
      return of(1, step);
    },
    teacherAnswers: async (step) => of(2, step),
    uniform: (step) => uniforms?.[step] ?? randomStream(1, step).uniform(),
    integer: (step, index, below) => randomStream(2, step, index).integer(below),
  };
}

const letters = { data: "d", teacher: "t", rollout: "o", replay: "p" };

async function origins(source: SequenceSource, uniforms: readonly number[], steps = uniforms.length): Promise<string> {
  const given = tools(uniforms);
  let found = "";
  for (const step of uniforms.keys()) found += letters[(await source.batch({ step, steps }, given)).origin];
  return found;
}

test("plain sources are what their names say", async () => {
  expect(await origins(dataSource(), [0, 0.9])).toBe("dd");
  expect(await origins(mixedSource({ rolloutShare: 0.5 }), [0.49, 0.5, 0.1, 0.99])).toBe("odod");
  expect(await origins(mixedSource({ rolloutShare: 1 }), [0.999, 0])).toBe("oo");
});

describe("DistiLLM's scheduler", () => {
  test("begins with data alone, and rolls out more where validation gets worse by a tenth", async () => {
    const source = replaySource({ capacity: 4 });
    expect(await origins(source, [0, 0, 0])).toBe("ddd");
    for (const [loss, share, reference] of [[2, 0, 2], [2.09, 0, 2], [2.1, 0.1, 2.1], [2.15, 0.1, 2.1], [1.5, 0.1, 2.1], [2.3, 0.2, 2.3]] as const) {
      source.validated!(loss);
      expect(source.remembered()).toMatchObject({ share: expect.closeTo(share, 12), reference });
    }
  });

  test("rolls out below φ(1 − t/T), or below φ while the buffer has room; then replays, first in first out", async () => {
    const source = replaySource({ capacity: 4 });
    source.recall({ share: 0.5, reference: 1, buffer: [] });
    // 10 steps: 0.45 at step 5 is above .5·(1 − .5) and below .5: a rollout while there is room, a replay once there is none.
    expect(await origins(source, [0.6, 0.4, 0.45, 0.45, 0.2, 0.45, 0.55, 0.1, 0.05, 0.4], 10)).toBe("doopopdoop");
    const { buffer } = source.remembered() as { buffer: number[][] };
    expect(buffer).toHaveLength(4);
  });

  test("remembers across a restart", async () => {
    const [one, two] = [replaySource({ capacity: 4 }), replaySource({ capacity: 4 })];
    one.recall({ share: 0.8, reference: 1, buffer: [] });
    const given = tools();
    for (let step = 0; step < 6; step += 1) await one.batch({ step, steps: 20 }, given);
    two.recall(JSON.parse(JSON.stringify(one.remembered())) as never);
    for (let step = 6; step < 20; step += 1) expect(await two.batch({ step, steps: 20 }, given)).toEqual(await one.batch({ step, steps: 20 }, given));
  });
});

test("MiniLLM's phases roll out with one student, and learn each sequence for some epochs", async () => {
  const source = phaseSource({ rollouts: 4, epochs: 3 });
  const given = tools();
  const seen: number[] = [];
  for (let step = 0; step < 14; step += 1) seen.push((await source.batch({ step, steps: 14 }, given)).sequences[0]!.ids[1]!);
  expect(seen).toEqual([0, 1, 0, 1, 0, 1, 6, 7, 6, 7, 6, 7, 12, 12]);
  expect(given.rollouts).toEqual([0, 1, 6, 7, 12]);
});
