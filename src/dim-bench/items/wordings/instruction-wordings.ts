import type { Language } from "../languages.ts";
import type { Style } from "../styles.ts";
import type { InstructionTask } from "../tasks.ts";
import { proofreadingWordings } from "./proofreading.ts";
import { rewritingWordings } from "./rewriting.ts";
import { styleWordings } from "./style.ts";
import { translationWordings } from "./translation.ts";

/** What an instruction says beside its task. */
export interface InstructionTarget {
  readonly language: Language;
  readonly style: Style;
}

/** The wordings of each instruction task. Each takes of its target what it needs. */
export const instructionWordings: Readonly<Record<InstructionTask, readonly ((target: InstructionTarget) => string)[]>> = {
  rewriting: rewritingWordings.map((wording) => () => wording),
  proofreading: proofreadingWordings.map((wording) => () => wording),
  translation: translationWordings.map((wording) => ({ language }) => wording(language)),
  style: styleWordings.map((wording) => ({ style }) => wording(style)),
};
