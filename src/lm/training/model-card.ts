import type { FineTuneReport } from "./fine-tune-report.ts";

/** The README.md of a trained model: what it is made of and how. */
export function modelCard({ model, revision, data, steps, epochs, examples, template, learnt, settings, validations, best, tokens }: FineTuneReport): string {
  const from = model.startsWith("hf:") ? `\`${model.slice(3)}\`` : `\`${model.split(/[\\/]/).at(-1)}\``;
  const chosen = validations.find(({ step }) => step === best);
  const list = Object.entries(settings).map(([name, value]) => `| ${name} | ${typeof value === "object" ? JSON.stringify(value) : String(value)} |`);
  return [
    "# A fine-tuned model",
    "",
    `Made from ${from}${revision === undefined ? "" : ` (revision \`${revision}\`)`} by \`steadfast train\`: ${steps} steps, ${epochs.toFixed(2)} epochs over ${examples} examples of ${data.map((file) => `\`${file.split(/[\\/]/).at(-1)}\``).join(", ")}, ${tokens} tokens read. ${learnt}`,
    "",
    `Prompts were written by the template \`${template}\`; the loss counts the response only, its end token included.`,
    ...(chosen === undefined ? [] : ["", `Weights are those after step ${best}, the best by validation: loss ${chosen.loss.toFixed(4)} nats a token${chosen.rougeL === undefined ? "" : `, ROUGE-L of sampled answers ${(100 * chosen.rougeL).toFixed(1)}`}.`]),
    "",
    "| setting | value |",
    "|---|---|",
    ...list,
    "",
  ].join("\n");
}
