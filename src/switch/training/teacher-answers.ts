import { appendFile, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder, messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";

/** One line of the file. */
export interface TeacherAnswer {
  readonly example: number;
  readonly ids: readonly number[];
}

/** What a teacher has answered, by the example's number. */
export interface TeacherAnswers {
  has(example: number): boolean;
  get(example: number): readonly number[];
  add(answers: readonly TeacherAnswer[]): Promise<void>;
}

/**
 * A file of a teacher's answers, one JSON line each. Those of another teacher or data, and a line that a kill cut off, are dropped.
 *
 * @param origin a hash of whatever decides the answers.
 * @throws SteadfastError `write-failed`
 */
export async function openAnswers(path: string, origin: string): Promise<TeacherAnswers> {
  const known = new Map((await linesOf(path, origin)).map(({ example, ids }) => [example, ids]));
  const lineOf = (answer: TeacherAnswer): string => `${JSON.stringify({ ...answer, origin })}\n`;
  await writeFileAtomically(path, [...known].map(([example, ids]) => lineOf({ example, ids })).join(""));
  return {
    has: (example) => known.has(example),
    get: (example) => known.get(example)!,
    async add(answers) {
      try {
        await makeFolder(dirname(path));
        await appendFile(path, answers.map(lineOf).join(""));
      } catch (cause) {
        throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${path} could not be written: ${messageOf(cause)}.`, hint: "Check the disk, and resume.", cause });
      }
      for (const { example, ids } of answers) known.set(example, ids);
    },
  };
}

async function linesOf(path: string, origin: string): Promise<TeacherAnswer[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return [];
    throw new SteadfastError({ code: "write-failed", sentence: `${path} cannot be read: ${messageOf(cause)}.`, hint: "Move it away.", cause });
  }
  return text.split("\n").flatMap((line) => {
    try {
      const answer = JSON.parse(line) as TeacherAnswer & { origin?: unknown };
      return answer.origin === origin && Number.isSafeInteger(answer.example) && Array.isArray(answer.ids) ? [answer] : [];
    } catch {
      return [];
    }
  });
}
