import { readdirSync, statSync, truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { silent } from "../../base/index.ts";
import { createInferenceSession } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import type { TrainedSequence } from "../sources/trained-sequence.ts";
import { plainSoftmax } from "../testing/plain-losses.ts";
import { scratchFolder } from "../testing/tiny-folder.ts";
import { tinyConfigurations, tinyModel } from "../testing/tiny-models.ts";
import { cachedTeacher } from "./cached-teacher.ts";
import { localTeacher } from "./local-teacher.ts";

const scratch = scratchFolder();
const session = createInferenceSession(tinyModel(tinyConfigurations.llama, { seed: 3 }), { threads: 1 });
const random = randomStream(5);
const sequences = Array.from({ length: 100 }, (): TrainedSequence => ({ ids: Array.from({ length: 3 + random.integer(12) }, () => random.integer(40)), promptLength: 1 + random.integer(2) }));
const options = { k: 4, session, teacher: "a teacher", sequences, sink: silent };

test("gives the likeliest tokens of the whole distribution, and all others together; a broken file is written anew", async () => {
  const folder = scratch("cache");
  const teacher = await cachedTeacher({ ...options, folder });
  const names = readdirSync(folder);
  expect(names).toHaveLength(2);
  const jobs = [{ sequence: sequences[70]!, place: 2 }, { sequence: sequences[3]!, place: 20 }];
  const [cut, whole] = [await teacher.targets(40, jobs), await localTeacher(session).targets(40, jobs)];
  for (const { sequence, place } of jobs) {
    for (let at = place; at < place + sequence.ids.length - sequence.promptLength; at += 1) {
      const probabilities = plainSoftmax(Array.from({ length: 40 }, (_, id) => Number(whole.teacher.data[at * 40 + id])));
      const best = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!).slice(0, 4);
      expect(best.map((_, rank) => Number(cut.teacherIds!.data[at * 4 + rank]))).toEqual(best);
      for (const [rank, id] of best.entries()) expect(Math.exp(Number(cut.teacher.data[at * 4 + rank]))).toBeCloseTo(probabilities[id]!, 5);
      expect(Math.exp(Number(cut.teacherTail!.data[at]))).toBeCloseTo(1 - best.reduce((sum, id) => sum + probabilities[id]!, 0), 5);
    }
  }
  // No two tokens of a place are equal, those of places that only fill up included.
  for (let place = 0; place < 40; place += 1) expect(new Set([0, 1, 2, 3].map((rank) => cut.teacherIds!.data[place * 4 + rank])).size).toBe(4);
  await teacher.close!();

  const written = statSync(`${folder}/${names[0]}`);
  truncateSync(`${folder}/${names[1]}`, 12);
  const again = await cachedTeacher({ ...options, folder });
  expect(statSync(`${folder}/${names[0]}`).mtimeMs).toBe(written.mtimeMs);
  expect(await again.targets(40, jobs)).toEqual(cut);
  await again.close!();
  const other = await cachedTeacher({ ...options, folder, teacher: "another" });
  expect(readdirSync(folder)).toHaveLength(4);
  await other.close!();
});

test("refuses to keep everything, and what it was not made for", async () => {
  await expect(cachedTeacher({ ...options, folder: scratch("x"), k: 40 })).rejects.toMatchObject({ code: "teacher-cache", message: "A cache keeps from 1 to 39 tokens of each position, not 40." });
  const teacher = await cachedTeacher({ ...options, folder: scratch("y") });
  await expect(teacher.targets(3, [{ sequence: { ids: [1, 2, 3], promptLength: 2 }, place: 0 }])).rejects.toMatchObject({ code: "teacher-cache" });
  await teacher.close!();
});
