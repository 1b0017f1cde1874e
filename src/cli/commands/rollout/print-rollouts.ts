import type { RolledOutText, RolloutTexts } from "../../../switch/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";
import { styled, type StyledText } from "../../output/styled-text.ts";

/** The texts, the teacher's tokens in colour, and what they cost. */
export function printRollouts(output: Output, rollouts: RolloutTexts): void {
  const { rows, kept, switched, teacherPasses, scored, keptThroughSwitch, cutDrafts, closeSteps } = rollouts;
  for (const [index, row] of rows.entries()) {
    output.print([styled("bold", `Prompt ${index + 1}`), `${shareOf(row)}${row.finish === "length" ? " (cut at --max-tokens)" : ""}`]);
    output.print(row.text === null ? row.tokens.map((token, step) => coloured(`${step === 0 ? "" : " "}${token}`, row, step)) : row.pieces.map((piece, step) => coloured(piece, row, step)));
    output.print();
  }
  if (kept === 0) return;
  output.print(["Tokens of the ", styled("yellow", "teacher"), ", of the ", styled("cyan", "mixture"), " and of the student."]);
  output.print(`${formatCount(kept)} tokens, ${formatCount(switched)} of them not the student's; ${(teacherPasses / kept).toFixed(2)} teacher passes a token, ${(scored / kept).toFixed(2)} positions scored for each kept.`);
  output.print(`${formatCount(keptThroughSwitch)} drafts lived on through a switch, ${formatCount(cutDrafts)} were cut.`);
  output.print(closeSteps === 0 ? "No step was so close that rounding could have decided." : `${formatCount(closeSteps)} steps were so close (margin below 1e-4) that rounding may have decided: another block or batch may differ from there on.`);
}

function coloured(text: string, { who }: RolledOutText, step: number): string | StyledText {
  if (who[step] === "student") return text;
  return styled(who[step] === "teacher" ? "yellow" : "cyan", text);
}

function shareOf({ who }: RolledOutText): string {
  const others = who.filter((writer) => writer !== "student").length;
  return who.length === 0 ? "" : `: ${who.length} tokens, ${Math.round((100 * others) / who.length)}% not the student's`;
}
