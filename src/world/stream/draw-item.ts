import { SteadfastError } from "../../base/index.ts";
import type { RandomStream } from "../../stats/index.ts";
import { type DirectOptions, type DirectTaskName, directTasks } from "../direct/tasks.ts";
import type { Question } from "../direct/question.ts";
import { render } from "../grammar/render.ts";
import type { Text } from "../grammar/sentence.ts";
import { plainText, type PlainTextOptions } from "../grammar/statements.ts";
import type { Transformation } from "../instruction/instruction-task.ts";
import { type InstructionTaskName, instructionTasks } from "../instruction/tasks.ts";
import { isHeldOut } from "./held-out.ts";

/** Which side of the split a text is to come from. */
export interface Side {
  readonly heldOut: boolean;
}

// One text in eight is held out: so many draws in a row without one happen in none of 10^23 cases.
const mostDraws = 400;

/** Draws until a thing fits. */
export function drawUntil<Thing>(draw: () => Thing | undefined): Thing {
  for (let attempt = 0; attempt < mostDraws; attempt++) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
  throw new SteadfastError({ code: "world-draw", sentence: `None of ${mostDraws} texts fitted.`, kind: "bug" });
}

/** A question asked directly. */
export function drawQuestion(random: RandomStream, task: DirectTaskName, { heldOut, ...options }: DirectOptions & Side): Question {
  return drawUntil(() => {
    const drawn = directTasks[task](random, options);
    return isHeldOut(render(drawn.key ?? drawn.text)) === heldOut ? drawn : undefined;
  });
}

/** Statements. */
export function drawPlainText(random: RandomStream, { heldOut, ...options }: PlainTextOptions & Side): Text {
  return drawUntil(() => {
    const drawn = plainText(random, options);
    return isHeldOut(render(drawn)) === heldOut ? drawn : undefined;
  });
}

/** An instruction task on a text; undefined where it would leave the text as it is. */
export function transformed(random: RandomStream, task: InstructionTaskName, text: Text): Transformation | undefined {
  const drawn = instructionTasks[task].apply(text, random);
  return drawn.input === drawn.output ? undefined : drawn;
}
