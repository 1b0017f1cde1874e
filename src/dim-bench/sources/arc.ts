import { letterOf, optionsText } from "./options-text.ts";
import { asObject, haveFields, type ReadRecord, recordFormat, type SourceFormat } from "./source-format.ts";

const licence = "CC BY-SA 4.0";

/** Without a header: the question, its options, the letter (or number) of the right one. */
export const arcCsv: SourceFormat = recordFormat({
  name: "arc",
  title: "ARC (CSV)",
  task: "reasoning",
  licence,
  recognises: (sample) => sample.length > 0 && sample.filter((row) => Array.isArray(row) && row.length >= 4 && isLabel(row.at(-1))).length > sample.length / 2,
  readRecord: (row) => {
    const fields = row as readonly string[];
    if (fields.length < 4) return `${fields.length} fields; a question, its options and a letter are at least 4`;
    const options = fields.slice(1, -1);
    // Questions with fewer options than the others are filled up.
    while (options.length > 2 && options.at(-1)!.trim() === "") options.pop();
    return question({ stem: fields[0]!, options, labels: options.map((_, at) => letterOf(at)), key: fields.at(-1)! });
  },
});

/** As AI2 publishes it: `{id, question: {stem, choices: [{text, label}]}, answerKey}`, or with its choices as lists. */
export const arcJson: SourceFormat = recordFormat({
  name: "arc",
  title: "ARC (JSON lines)",
  task: "reasoning",
  licence,
  recognises: (sample) => haveFields(sample, "question", "answerKey"),
  readRecord: (value) => {
    const record = asObject(value);
    const asked = asObject(record?.question);
    const stem = asked?.stem ?? record?.question;
    const choices = choicesOf(asked?.choices ?? record?.choices);
    if (typeof stem !== "string") return "there is no question";
    if (choices === undefined) return "the choices are no list of texts with labels";
    if (typeof record?.answerKey !== "string") return '"answerKey" is no text';
    return question({ stem, options: choices.map(({ text }) => text), labels: choices.map(({ label }) => label), key: record.answerKey });
  },
});

function choicesOf(value: unknown): { text: string; label: string }[] | undefined {
  const lists = asObject(value);
  const pairs = Array.isArray(value) ? value.map(asObject) : Array.isArray(lists?.text) && Array.isArray(lists.label) ? lists.text.map((text, at) => ({ text, label: (lists.label as unknown[])[at] })) : undefined;
  if (pairs === undefined || pairs.length === 0 || !pairs.every((pair) => typeof pair?.text === "string" && typeof pair.label === "string")) return undefined;
  return pairs as { text: string; label: string }[];
}

function question({ stem, options, labels, key }: { stem: string; options: readonly string[]; labels: readonly string[]; key: string }): ReadRecord {
  if (stem.trim() === "") return "the question is empty";
  if (options.some((option) => option.trim() === "")) return "an option is empty";
  // Some exams number their options; the letters of the key then count along.
  const wanted = key.trim();
  const at = labels.includes(wanted) ? labels.indexOf(wanted) : isLabel(wanted) ? (/\d/u.test(wanted) ? Number(wanted) - 1 : wanted.charCodeAt(0) - 0x41) : -1;
  if (at < 0 || at >= options.length) return `the answer "${key}" is none of the ${options.length} options`;
  return { input: `${stem}\n${optionsText(options)}`, answer: letterOf(at), options };
}

function isLabel(value: unknown): boolean {
  return typeof value === "string" && /^(?:[A-E]|[1-5])$/u.test(value.trim());
}
