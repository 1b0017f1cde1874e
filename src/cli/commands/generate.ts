import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { type GeneratedText, type ModelPrompt, openModel } from "../../lm/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { flag, text, texts, wholeNumber } from "../definition/option.ts";
import { localModelInput, localModelOptions, modelArgument } from "../models/local-model-options.ts";
import { samplingInput, samplingOptions } from "../models/sampling-options.ts";
import { parseTokenIds } from "../models/token-ids.ts";
import type { Output } from "../output/output.ts";
import { styled } from "../output/styled-text.ts";

export const command: CommandDefinition = defineCommand({
  name: "generate",
  summary: "let a local model write",
  description:
    "Goes on from each prompt as it is, or with --instruction asks it the way the model was taught: by its chat template, or by --template. The same seed gives the same text, whatever else is generated beside it.",
  arguments: [modelArgument],
  options: {
    prompt: texts({ summary: "what to go on from; may be given several times", placeholder: "TEXT" }),
    promptFile: texts({ summary: "a file to go on from, as one prompt", placeholder: "FILE" }),
    ids: text({ summary: "token ids to go on from: '1 2 3;4 5'", placeholder: "IDS" }),
    instruction: flag("the prompts are instructions: render them with the chat template or --template"),
    template: text({ summary: "alpaca, plain, chat, or a text with {instruction} in it (implies --instruction)", placeholder: "TEMPLATE" }),
    samples: wholeNumber({ summary: "texts for each prompt", placeholder: "COUNT", minimum: 1, default: 1 }),
    batch: wholeNumber({ summary: "texts written at once", placeholder: "COUNT", minimum: 1, default: 8 }),
    ...samplingOptions,
    ...localModelOptions,
  },
  examples: [
    { command: "steadfast generate hf:openai-community/gpt2 --prompt 'Once upon a time' --max-tokens 50", summary: "go on from a text" },
    { command: "steadfast generate ./my-model --prompt 'Name three colours.' --instruction --temperature 0", summary: "ask a chat model, the likeliest answer" },
    { command: "steadfast generate ./my-model --prompt-file letter.txt --samples 5 --json", summary: "five samples, for other programs" },
  ],
  async run(context) {
    const { options, output, signal } = context;
    const prompts = await readPrompts(options);
    const model = await openModel({ reference: context.arguments[0]!, ...localModelInput(options) }, { sink: context.sink, signal });
    try {
      const asked = prompts.flatMap((prompt) => Array.from({ length: options.samples }, () => prompt));
      const alone = asked.length === 1 && !output.json;
      const generated = await model.generate(
        { prompts: asked, rows: options.batch, ...(options.template === undefined ? {} : { template: options.template }), ...samplingInput(options, options.seed) },
        { signal, ...(alone ? { onText: ({ piece }) => output.write(piece) } : { sink: context.sink }) },
      );
      if (alone) output.print();
      else printTexts(output, generated, options.samples);
      output.result({ model: { ...model.information }, texts: generated.map((result, index) => ({ prompt: Math.floor(index / options.samples), ...result })) });
    } finally {
      await model.close();
    }
    return "done";
  },
});

function printTexts(output: Output, generated: readonly GeneratedText[], samples: number): void {
  for (const [index, { text: written, finish }] of generated.entries()) {
    const heading = `Prompt ${Math.floor(index / samples) + 1}${samples === 1 ? "" : `, sample ${(index % samples) + 1}`}`;
    output.print([styled("bold", heading), ...(finish === "length" ? [" (cut at --max-tokens)"] : [])]);
    output.print(written);
    output.print();
  }
}

async function readPrompts({ prompt, promptFile, ids, instruction, template }: { prompt: readonly string[]; promptFile: readonly string[]; ids: string | undefined; instruction: boolean; template: string | undefined }): Promise<ModelPrompt[]> {
  const written = [...prompt, ...(await Promise.all(promptFile.map(readPromptFile)))];
  const asked = instruction || template !== undefined;
  const listed = ids === undefined ? [] : parseTokenIds(ids, "--ids").map((sequence): ModelPrompt => ({ ids: sequence }));
  const prompts = [...written.map((given): ModelPrompt => (asked ? { instruction: given } : { text: given })), ...listed];
  if (prompts.length === 0) throw new SteadfastError({ code: "prompt-missing", sentence: "There is nothing to go on from.", hint: "Give --prompt TEXT, --prompt-file FILE or --ids '1 2 3'." });
  return prompts;
}

async function readPromptFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new SteadfastError({ code: "prompt-unreadable", sentence: `The prompt file ${path} cannot be read: ${messageOf(cause)}.`, hint: "Check the spelling of --prompt-file.", cause });
  }
}
