import { SteadfastError } from "../../base/index.ts";
import type { InputTask } from "./tasks.ts";

/** @throws SteadfastError `items-option` */
export function checkPerCell(perCell: number): void {
  if (!Number.isSafeInteger(perCell) || perCell < 1) throw new SteadfastError({ code: "items-option", sentence: `The items per cell must be a whole number of at least 1, not ${perCell}.` });
}

/** @throws SteadfastError `too-few-inputs` */
export function checkEnough(task: InputTask, there: number, wanted: number): void {
  if (there >= wanted) return;
  throw new SteadfastError({ code: "too-few-inputs", sentence: `There ${there === 1 ? "is 1 input" : `are ${there} inputs`} of the task ${task}; ${wanted} per cell need ${wanted}.`, hint: `Ask for ${there} per cell${there > 1 ? " or fewer" : ""}.` });
}
