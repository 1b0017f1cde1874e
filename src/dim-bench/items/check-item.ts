import type { BenchItem } from "./bench-item.ts";
import { inputTaskNames, instructionTaskNames } from "./tasks.ts";

interface Field {
  readonly required: boolean;
  /** What is wrong with a value, behind the field's name; undefined where nothing is. */
  readonly problem: (value: unknown) => string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? undefined : `must be a text, not ${shown(value)}`);
const filled = (value: unknown): string | undefined => text(value) ?? (value === "" ? "is empty" : undefined);
const oneOf = (names: readonly string[]) => (value: unknown): string | undefined => (typeof value === "string" && names.includes(value) ? undefined : `must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}, not ${shown(value)}`);
const texts = (value: unknown): string | undefined => (Array.isArray(value) && value.every((each) => typeof each === "string") ? undefined : `must be a list of texts, not ${shown(value)}`);

const fields: Readonly<Record<keyof BenchItem, Field>> = {
  id: { required: true, problem: filled },
  instructionTask: { required: true, problem: oneOf(instructionTaskNames) },
  inputTask: { required: true, problem: oneOf(inputTaskNames) },
  inputId: { required: true, problem: filled },
  instruction: { required: true, problem: filled },
  input: { required: true, problem: text },
  language: { required: false, problem: filled },
  style: { required: false, problem: filled },
  errors: { required: false, problem: errorsProblem },
  answer: { required: true, problem: text },
  options: { required: false, problem: texts },
  passage: { required: false, problem: text },
  question: { required: false, problem: text },
  programmingLanguage: { required: false, problem: text },
  gold: { required: false, problem: text },
};

/**
 * An item from outside: the item itself, or what is wrong with it, as a clause: `"inputTask" must be …`.
 */
export function checkItem(value: unknown): BenchItem | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `an item is an object, not ${shown(value)}`;
  for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) return `there is no field ${shown(name)} in items`;
  for (const [name, { required, problem }] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) {
      if (required) return `"${name}" is missing`;
      continue;
    }
    const found = problem((value as Record<string, unknown>)[name]);
    if (found !== undefined) return `"${name}" ${found}`;
  }
  return whereErrorsStand(value as BenchItem) ?? (value as BenchItem);
}

function errorsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be a list, not ${shown(value)}`;
  const isError = (each: unknown): boolean => {
    if (typeof each !== "object" || each === null) return false;
    const { at, wrong, right, ...others } = each as Record<string, unknown>;
    return Number.isSafeInteger(at) && typeof wrong === "string" && typeof right === "string" && Object.keys(others).length === 0;
  };
  const odd = value.find((each) => !isError(each));
  return odd === undefined ? undefined : `must hold objects {at, wrong, right}, not ${shown(odd)}`;
}

function whereErrorsStand({ input, errors = [] }: BenchItem): string | undefined {
  const odd = errors.find(({ at, wrong }) => !input.startsWith(wrong, at));
  return odd === undefined ? undefined : `"errors" has ${shown(odd.wrong)} at ${odd.at}, but "input" does not`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
