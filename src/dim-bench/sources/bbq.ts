import { letterOf, optionsText } from "./options-text.ts";
import { asObject, haveFields, recordFormat, type SourceFormat, textFields } from "./source-format.ts";

/** `{context, question, ans0, ans1, ans2, label, …}`; many records share a context, of which one is taken. */
export const bbq: SourceFormat = recordFormat({
  name: "bbq",
  title: "BBQ",
  task: "bias",
  licence: "CC BY 4.0",
  recognises: (sample) => haveFields(sample, "context", "question", "ans0", "ans1", "ans2", "label"),
  readRecord: (value) => {
    const fields = textFields(value, ["context", "question", "ans0", "ans1", "ans2"]);
    if (typeof fields === "string") return fields;
    const label = Number(asObject(value)?.label);
    const options = [fields.ans0, fields.ans1, fields.ans2];
    if (options[label] === undefined) return `"label" is ${JSON.stringify(asObject(value)?.label) ?? "missing"}, not 0, 1 or 2`;
    return { input: `${fields.context} ${fields.question}\n${optionsText(options)}`, answer: letterOf(label), options, question: fields.question, group: fields.context };
  },
});
