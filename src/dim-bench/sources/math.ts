import { asObject, haveFields, recordFormat, type SourceFormat, textFields } from "./source-format.ts";

/** `{question, answer}`; the answer ends with `#### 18`. */
export const gsm8k: SourceFormat = recordFormat({
  name: "gsm8k",
  title: "GSM8K",
  task: "math",
  licence: "MIT",
  recognises: (sample) => haveFields(sample, "question", "answer") && sample.some((value) => String(asObject(value)?.answer).includes("####")),
  readRecord: (value) => {
    const fields = textFields(value, ["question", "answer"]);
    if (typeof fields === "string") return fields;
    const final = /####\s*(\S[^\n]*)\s*$/u.exec(fields.answer)?.[1]?.trim();
    return final === undefined ? 'the answer has no line "#### …"' : { input: fields.question, answer: final };
  },
});

/** `{problem, solution, level, type}`; the answer stands in the solution's last `\boxed{…}`. */
export const competitionMath: SourceFormat = recordFormat({
  name: "math",
  title: "MATH",
  task: "math",
  licence: "MIT",
  recognises: (sample) => haveFields(sample, "problem", "solution"),
  readRecord: (value) => {
    const fields = textFields(value, ["problem", "solution"]);
    if (typeof fields === "string") return fields;
    const answer = lastBoxed(fields.solution);
    return answer === undefined ? "the solution has no \\boxed{…}" : { input: fields.problem, answer };
  },
});

/** What stands in the last box, braces within it counted: `\boxed{\frac{1}{2}}`, `\boxed 7`. */
export function lastBoxed(solution: string): string | undefined {
  const found = [...solution.matchAll(/\\(?:boxed|fbox)\b\s*/gu)].at(-1);
  if (found === undefined) return undefined;
  const start = found.index + found[0].length;
  if (solution[start] !== "{") return /^[^\s$.,]+/u.exec(solution.slice(start))?.[0];
  for (let at = start, depth = 0; at < solution.length; at++) {
    if (solution[at] === "\\") at += 1;
    else if (solution[at] === "{") depth += 1;
    else if (solution[at] === "}" && (depth -= 1) === 0) return solution.slice(start + 1, at).trim() || undefined;
  }
  return undefined;
}
