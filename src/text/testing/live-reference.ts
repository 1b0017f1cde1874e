import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("reference.py", import.meta.url));

/** A Python that has NLTK, if this machine has one: the system's own is asked first, for Debian's package is for that one. */
export const pythonWithNltk: string | undefined = ["/usr/bin/python3", "python3"].find((python) => spawnSync(python, ["-c", "import nltk"]).status === 0);

/** What reference.py answers to each question: `--stem` of a word, `--tokens` of a text, `--rouge` the scores. */
export function askReference<Answer>(mode: "--stem" | "--tokens" | "--rouge", questions: readonly unknown[]): Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const { status, stdout, stderr } = spawnSync(pythonWithNltk!, [script, mode], { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
