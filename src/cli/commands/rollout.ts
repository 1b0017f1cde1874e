import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { parseUniforms, rolloutInWorker, type Uniforms } from "../../switch/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { text, texts, wholeNumber } from "../definition/option.ts";
import { localModelInput, localModelOptions } from "../models/local-model-options.ts";
import { parseTokenIds } from "../models/token-ids.ts";
import { printRollouts } from "./rollout/print-rollouts.ts";
import { strategyInput, strategyOptions } from "./rollout/strategy-options.ts";

export const command: CommandDefinition = defineCommand({
  name: "rollout",
  summary: "let a teacher step in where a student drifts",
  description:
    "Writes a text with two models, as distilling by SWITCH does: at each step the strategy says whose token stands. The teacher's tokens are coloured. Neither --block nor --batch changes what is written, wherever margins exceed 1e-4; steps below that are counted. With --uniforms, tokens are drawn by numbers that you give, so that anyone can check a rollout.",
  options: {
    teacher: text({ summary: "hf:org/name[@revision], ./folder or lab:name", placeholder: "REF" }),
    student: text({ summary: "likewise, with the same tokenizer", placeholder: "REF" }),
    prompt: texts({ summary: "what to go on from, as it is; may be given several times", placeholder: "TEXT" }),
    promptIds: text({ summary: "or token ids: '1 2 3;4 5'", placeholder: "IDS" }),
    ...strategyOptions,
    uniforms: text({ summary: '{"u": [[…]], "v": [[…]]}, a row for each sequence: a token is the smallest index whose cumulative probability exceeds the step\'s u; v decides for random', placeholder: "FILE" }),
    maxTokens: wholeNumber({ summary: "new tokens, at most", placeholder: "COUNT", minimum: 1, maximum: 2 ** 20, default: 128 }),
    eos: wholeNumber({ summary: "the token that ends a text (default: what the student's files say)", placeholder: "ID" }),
    batch: wholeNumber({ summary: "texts written at once", placeholder: "COUNT", minimum: 1, maximum: 4096, default: 8 }),
    ...localModelOptions,
  },
  examples: [
    { command: "steadfast rollout --teacher ./teacher --student ./student --prompt 'Name three colours.'", summary: "see where the teacher steps in" },
    { command: "steadfast rollout --teacher ./teacher --student ./student --prompt-ids '1 2 3;4 5' --strategy constant --tau0 0.1 --block 1 --seed 7 --json", summary: "every number, for other programs" },
  ],
  async run(context) {
    const { options, output, sink, signal } = context;
    const { teacher, student, eos, batch, block } = options;
    if (teacher === undefined || student === undefined) throw new SteadfastError({ code: "model-missing", sentence: "A rollout needs two models.", hint: "Name them with --teacher and --student." });
    const prompts = [...options.prompt.map((given) => ({ text: given })), ...(options.promptIds === undefined ? [] : parseTokenIds(options.promptIds, "--prompt-ids").map((ids) => ({ ids })))];
    if (prompts.length === 0) throw new SteadfastError({ code: "prompt-missing", sentence: "There is nothing to go on from.", hint: "Give --prompt TEXT or --prompt-ids '1 2 3'." });
    const rollouts = await rolloutInWorker(
      {
        teacher,
        student,
        prompts,
        strategy: options.strategy ?? "exponential",
        settings: strategyInput(options),
        seed: options.seed,
        rows: batch,
        maximumTokens: options.maxTokens,
        ...(options.uniforms === undefined ? {} : { uniforms: await readUniforms(options.uniforms) }),
        ...(block === undefined ? {} : { block }),
        ...(eos === undefined ? {} : { endId: eos }),
        ...localModelInput(options),
      },
      { sink, signal },
    );
    printRollouts(output, rollouts);
    output.result({ ...rollouts, rows: rollouts.rows.map(({ pieces: _pieces, ...row }) => ({ ...row })) });
    return "done";
  },
});

async function readUniforms(path: string): Promise<Uniforms> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (cause) {
    throw new SteadfastError({ code: "uniforms-unreadable", sentence: `The uniforms ${path} cannot be read: ${messageOf(cause)}.`, hint: "Check the spelling of --uniforms.", cause });
  }
  return parseUniforms(content, path);
}
