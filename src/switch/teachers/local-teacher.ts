import { tensorValue } from "../../graph/index.ts";
import { type InferenceSession, RowBatch } from "../../lm/index.ts";
import type { Teacher, TeacherJob } from "./teacher.ts";

/** Places that one pass may have, padding included; a longer row has a pass of its own. */
const placesAPass = 1024;

/** A teacher in this process, its whole distribution compared. Logits that a rollout has left are used. */
export function localTeacher(session: InferenceSession): Teacher {
  const { vocabulary } = session;
  return {
    description: "the teacher's whole distribution",
    async targets(count, jobs) {
      const logits = new Float32Array(count * vocabulary);
      for (const { sequence, place } of jobs) for (const [token, known] of (sequence.teacher ?? []).entries()) logits.set(known, (place + token) * vocabulary);
      for (const group of groupsOf(jobs.filter(({ sequence }) => sequence.teacher === undefined))) {
        const batch = await RowBatch.start(session, group.length);
        // The last token is only predicted.
        const { data } = await batch.extend(group.map(({ sequence: { ids, promptLength } }) => ({ ids: ids.slice(0, -1), wanted: Array.from({ length: ids.length - promptLength }, (_, token) => promptLength - 1 + token) })));
        let from = 0;
        for (const { sequence: { ids, promptLength }, place } of group) {
          const length = (ids.length - promptLength) * vocabulary;
          logits.set((data as Float32Array).subarray(from, from + length), place * vocabulary);
          from += length;
        }
      }
      return { teacher: tensorValue("float32", [count, vocabulary], logits) };
    },
  };
}

/** Rows of similar length together. */
function groupsOf(jobs: readonly TeacherJob[]): TeacherJob[][] {
  const groups: TeacherJob[][] = [];
  for (const job of jobs.toSorted((one, other) => one.sequence.ids.length - other.sequence.ids.length)) {
    const group = groups.at(-1);
    if (group !== undefined && (group.length + 1) * job.sequence.ids.length <= placesAPass) group.push(job);
    else groups.push([job]);
  }
  return groups;
}
