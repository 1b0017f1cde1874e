import type { DistillReport } from "./distill-report.ts";

/** The README.md of a distilled student: what it is made of and how. */
export function distillCard({ title, method, teacher, student, data, steps, epochs, examples, template, settings, validations, best, teacherShare, origins }: DistillReport): string {
  const nameOf = (reference: string): string => (reference.startsWith("hf:") ? `\`${reference.slice(3)}\`` : `\`${reference.split(/[\\/]/).at(-1)}\``);
  const chosen = validations.find(({ step }) => step === best);
  return [
    "# A distilled model",
    "",
    `Made from ${nameOf(student)}${teacher === null ? "" : ` by the example of ${nameOf(teacher)}`} by \`steadfast distill --method ${method}\`, ${title}: ${steps} steps, ${epochs.toFixed(2)} epochs over ${examples} examples of ${data.map((file) => `\`${file.split(/[\\/]/).at(-1)}\``).join(", ")}.`,
    "",
    `Steps by where their sequences came from: ${Object.entries(origins).map(([origin, count]) => `${origin} ${count}`).join(", ")}.${teacherShare === null ? "" : ` Of the tokens rolled out, ${(100 * teacherShare).toFixed(1)}% were not the student's.`}`,
    "",
    `Prompts were written by the template \`${template}\`; the loss counts the response only, its end token included.`,
    ...(chosen === undefined ? [] : ["", `Weights are those after step ${best}, the best by validation: loss ${chosen.loss.toFixed(4)}${chosen.rougeL === undefined ? "" : `, ROUGE-L of sampled responses ${(100 * chosen.rougeL).toFixed(1)}`}.`]),
    "",
    "| setting | value |",
    "|---|---|",
    ...Object.entries(settings).map(([name, value]) => `| ${name} | ${typeof value === "object" ? JSON.stringify(value) : String(value)} |`),
    "",
  ].join("\n");
}
