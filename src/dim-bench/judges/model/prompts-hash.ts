import { contentHash } from "../../../base/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { languages } from "../../items/languages.ts";
import { styles } from "../../items/styles.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { judgeRequest } from "./judge-request.ts";

/** A hash of all that a judge is told beside item and output: what it is asked of a probe of every category, language and style. */
export function promptsHash(): string {
  computed ??= contentHash(probes().map((item) => judgeRequest(item, "output", { seed: 0, vote: 0, attempt: 0, maxTokens: 1, temperature: 0 }).request));
  return computed;
}

let computed: string | undefined;

function probes(): BenchItem[] {
  return instructionTaskNames.flatMap((instructionTask) =>
    inputTaskNames.flatMap((inputTask) => {
      const item: BenchItem = { id: `${instructionTask}/${inputTask}`, instructionTask, inputTask, inputId: inputTask, instruction: "instruction", input: "input", answer: "answer", options: ["one", "two"] };
      if (instructionTask === "translation") return languages.map(({ code }) => ({ ...item, language: code }));
      if (instructionTask === "style") return styles.map(({ name }) => ({ ...item, style: name }));
      return instructionTask === "proofreading" ? [{ ...item, errors: [{ at: 0, wrong: "wrong", right: "right" }] }] : [item];
    }),
  );
}
