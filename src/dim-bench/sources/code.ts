import { asObject, haveFields, recordFormat, type SourceFormat, textFields } from "./source-format.ts";

/** A list of `{instruction, input, output}`. */
export const codeAlpaca: SourceFormat = recordFormat({
  name: "code-alpaca",
  title: "Code Alpaca",
  task: "code",
  licence: "CC BY-NC 4.0",
  recognises: (sample) => haveFields(sample, "instruction", "output"),
  readRecord: (value) => {
    const fields = textFields(value, ["instruction", "output"]);
    if (typeof fields === "string") return fields;
    const context = asObject(value)?.input;
    if (context !== undefined && typeof context !== "string") return '"input" is no text';
    return { input: context === undefined || context.trim() === "" ? fields.instruction : `${fields.instruction}\n\n${context}`, answer: fields.output };
  },
});

/** `{text, code, …}`, or `{prompt, code, …}` in its sanitised half. */
export const mbpp: SourceFormat = recordFormat({
  name: "mbpp",
  title: "MBPP",
  task: "code",
  licence: "CC BY 4.0",
  recognises: (sample) => haveFields(sample, "code", "test_list"),
  readRecord: (value) => {
    const name = asObject(value)?.text === undefined ? "prompt" : "text";
    const fields = textFields(value, [name, "code"]);
    return typeof fields === "string" ? fields : { input: fields[name], answer: fields.code, programmingLanguage: "python" };
  },
});

/** `{prompt, canonical_solution, …}`: the prompt is a head of a function with its documentation. */
export const humanEval: SourceFormat = recordFormat({
  name: "humaneval",
  title: "HumanEval",
  task: "code",
  licence: "MIT",
  recognises: (sample) => haveFields(sample, "prompt", "canonical_solution"),
  readRecord: (value) => {
    const fields = textFields(value, ["prompt", "canonical_solution"]);
    if (typeof fields === "string") return fields;
    return { input: `Complete this Python function.\n\n${fields.prompt.trim()}`, answer: fields.canonical_solution, programmingLanguage: "python" };
  },
});
