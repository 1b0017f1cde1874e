import { SteadfastError } from "../../base/index.ts";
import { openModel, type ScoreInput } from "../../lm/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { flag, text, texts } from "../definition/option.ts";
import { localModelInput, localModelOptions, modelArgument } from "../models/local-model-options.ts";
import { parseTokenIds } from "../models/token-ids.ts";

export const command: CommandDefinition = defineCommand({
  name: "score",
  summary: "how likely a local model finds given texts",
  description: "Log-probabilities (natural logarithm) of each token given those before it, from the second token on, and the perplexity over all of them. Texts are encoded as the model's own tokenizer does it, its special tokens included; ids are taken as they are.",
  arguments: [modelArgument],
  options: {
    text: texts({ summary: "a text to score; may be given several times", placeholder: "TEXT" }),
    ids: text({ summary: "token ids to score: '1 2 3;4 5'; of an encoder–decoder, what the encoder reads", placeholder: "IDS" }),
    decoderIds: text({ summary: "of an encoder–decoder: the ids to score, the start token first, one sequence for each of --ids or --text", placeholder: "IDS" }),
    logits: flag("also the logits at every position (with --json or --out)"),
    ...localModelOptions,
  },
  examples: [
    { command: "steadfast score hf:openai-community/gpt2 --text 'The cat sat on the mat.'", summary: "perplexity of a sentence" },
    { command: "steadfast score ./my-model --ids '15496 995;464 3290' --logits --json", summary: "two sequences, everything, for other programs" },
  ],
  async run(context) {
    const { options, output, signal, sink } = context;
    const sequences = readSequences(options);
    const model = await openModel({ reference: context.arguments[0]!, ...localModelInput(options) }, { sink, signal });
    try {
      const scored = await model.score({ sequences, logits: options.logits }, { sink, signal });
      output.table({
        columns: [{ heading: "sequence", align: "right" }, { heading: "tokens", align: "right" }, { heading: "log-probability", align: "right" }, { heading: "perplexity", align: "right" }],
        rows: scored.sequences.map(({ logProbabilities }, index) => {
          const sum = logProbabilities.reduce((total, value) => total + value, 0);
          return [`${index + 1}`, `${logProbabilities.length + 1}`, sum.toFixed(4), logProbabilities.length === 0 ? "–" : Math.exp(-sum / logProbabilities.length).toFixed(4)];
        }),
      });
      output.print(`Perplexity over all: ${scored.perplexity === undefined ? "– (no token has one before it)" : scored.perplexity.toFixed(4)}`);
      output.result({
        model: { ...model.information },
        sequences: scored.sequences.map(({ ids, decoderIds, logProbabilities, logits }) => ({
          ids,
          ...(decoderIds === undefined ? {} : { decoderIds }),
          logProbabilities: [...logProbabilities],
          ...(logits === undefined ? {} : { logits: logits.map((row) => [...row]) }),
        })),
        perplexity: scored.perplexity ?? null,
      });
    } finally {
      await model.close();
    }
    return "done";
  },
});

function readSequences({ text: given, ids, decoderIds }: { text: readonly string[]; ids: string | undefined; decoderIds: string | undefined }): ScoreInput["sequences"] {
  const read: ({ text: string } | { ids: number[] })[] = [...given.map((written) => ({ text: written })), ...(ids === undefined ? [] : parseTokenIds(ids, "--ids").map((sequence) => ({ ids: sequence })))];
  if (read.length === 0) throw new SteadfastError({ code: "text-missing", sentence: "There is nothing to score.", hint: "Give --text TEXT or --ids '1 2 3'." });
  if (decoderIds === undefined) return read;
  const said = parseTokenIds(decoderIds, "--decoder-ids");
  if (said.length !== read.length) throw new SteadfastError({ code: "bad-value", sentence: `--decoder-ids has ${said.length} sequences for ${read.length} inputs.`, hint: "Separate sequences by ';'." });
  return read.map((sequence, index) => ({ ...sequence, decoderIds: said[index]! }));
}
