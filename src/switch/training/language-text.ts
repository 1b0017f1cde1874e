import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { type EventSink, messageOf, SteadfastError } from "../../base/index.ts";
import { tensorValue, type ValuesOf } from "../../graph/index.ts";
import type { Tokenizer } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import type { DistillationInputs } from "../losses/distillation-loss.ts";

/** Further text, in windows. */
export interface LanguageText {
  readonly hash: string;
  /** Tokens that a micro-batch of it predicts. */
  readonly tokens: number;
  /** The windows of a step's micro-batch; `share` is what their summed cross-entropy is multiplied by. */
  inputs(address: { readonly seed: number; readonly step: number; readonly piece: number }, share: number): Pick<ValuesOf<DistillationInputs>, "languageIds" | "languagePlaces" | "languageLabels" | "languageShare">;
}

/** All of it is in memory, as one string and as numbers. */
const bytesAtMost = 200e6;

/**
 * Reads plain text, or JSON lines with a field `text`, as one run of tokens with the end token between texts. JSON lines that cannot be used
 * are told and left out, or refused with `strict`.
 *
 * @throws SteadfastError `language-data-unreadable`, `language-data-large`, `language-data-line`, `language-data-short`
 */
export async function readLanguageText(path: string, { tokenizer, width, rows, strict, sink }: { readonly tokenizer: Tokenizer; readonly width: number; readonly rows: number; readonly strict: boolean; readonly sink: EventSink }): Promise<LanguageText> {
  let content: string;
  try {
    const { size } = await stat(path);
    if (size > bytesAtMost) throw new SteadfastError({ code: "language-data-large", sentence: `The further text ${path} has ${(size / 1e6).toFixed(0)} MB; at most ${bytesAtMost / 1e6} MB are read.`, hint: "Take a part of it: a step reads a few windows at random." });
    content = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    if (cause instanceof SteadfastError) throw cause;
    if (cause instanceof TypeError) throw new SteadfastError({ code: "language-data-unreadable", sentence: `The further text ${path} is not valid UTF-8.`, hint: "Give plain text, or JSON lines with a field \"text\".", cause });
    throw new SteadfastError({ code: "language-data-unreadable", sentence: `The further text ${path} cannot be read: ${messageOf(cause)}.`, hint: "Check the spelling of --lm-data.", cause });
  }
  const { end } = tokenizer.special;
  const tokens = Int32Array.from(textsOf(content, { path, strict, sink }).flatMap((text) => [...tokenizer.encode(text, { addSpecial: false, parseSpecial: false }), ...(end === undefined ? [] : [end])]));
  if (tokens.length < 2) throw new SteadfastError({ code: "language-data-short", sentence: `The further text ${path} has ${tokens.length} tokens, and nothing can be predicted of it.`, hint: 'Give plain text, or JSON lines with a field "text".' });
  const length = Math.min(width, tokens.length - 1);
  const count = rows * length;
  return {
    hash: createHash("sha256").update(tokens).digest("hex"),
    tokens: count,
    inputs({ seed, step, piece }, share) {
      const random = randomStream(seed, "language", step, piece);
      const [ids, labels] = [new Int32Array(count), new Int32Array(count)];
      for (let row = 0; row < rows; row += 1) {
        const start = random.integer(tokens.length - length);
        ids.set(tokens.subarray(start, start + length), row * length);
        labels.set(tokens.subarray(start + 1, start + 1 + length), row * length);
      }
      return {
        languageIds: tensorValue("int32", [rows, length], ids),
        languagePlaces: tensorValue("int32", [count], Int32Array.from({ length: count }, (_, place) => place)),
        languageLabels: tensorValue("int32", [count], labels),
        languageShare: tensorValue("float32", [], [share]),
      };
    },
  };
}

function textsOf(content: string, { path, strict, sink }: { readonly path: string; readonly strict: boolean; readonly sink: EventSink }): string[] {
  const lines = content.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ number: index + 1, line, text: fieldOf(line) }]));
  const used = lines.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const looksLikeJson = lines.filter(({ line }) => line.trimStart().startsWith("{")).length > lines.length / 2;
  if (!looksLikeJson || used.length === 0) return [content];
  const unusable = lines.filter(({ text }) => text === undefined);
  if (unusable.length === 0) return used;
  const where = `${unusable.length} of the ${lines.length} lines of ${path} are no JSON with a field "text" (line ${unusable.slice(0, 5).map(({ number }) => number).join(", ")}${unusable.length > 5 ? ", …" : ""})`;
  if (strict) throw new SteadfastError({ code: "language-data-line", sentence: `${where}.`, hint: "Mend them, or leave --strict out." });
  sink({ type: "message", level: "warning", text: `${where} and are left out.` });
  return used;
}

/** The text of a JSON line. */
function fieldOf(line: string): string | undefined {
  try {
    const { text } = JSON.parse(line) as { text?: unknown };
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}
