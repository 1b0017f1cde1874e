import { messageOf, SteadfastError } from "../../base/index.ts";
import { kindOf } from "../data/fields.ts";
import { readPieces } from "../data/read-pieces.ts";

const fieldNames = ["prediction", "output", "response", "text"];

/**
 * Reads responses that were written elsewhere, one for each record of the data, in its order: JSON lines or one JSON list, of texts or
 * of objects with a text in `prediction`, `output`, `response` or `text`. An empty text is a response too.
 *
 * @throws SteadfastError `data-missing`, `data-unreadable`, `data-format`, or `prediction-wrong` with the line
 * @example
 * const texts = await readPredictions("answers.jsonl");
 */
export async function readPredictions(path: string): Promise<string[]> {
  const predictions: string[] = [];
  for await (const piece of readPieces(path)) {
    const refuse = (reason: string): SteadfastError =>
      new SteadfastError({ code: "prediction-wrong", sentence: `Line ${piece.line} of ${path} is no prediction: ${reason}.`, hint: `Each must be a text, or an object with a text in ${fieldNames.join(", ")}.` });
    if ("reason" in piece) throw refuse(piece.reason);
    const parsed = parse(piece.text);
    if ("reason" in parsed) throw refuse(parsed.reason);
    predictions.push(parsed.prediction);
  }
  return predictions;
}

function parse(text: string): { prediction: string } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { reason: `it is not valid JSON (${messageOf(error).replaceAll(/\p{Cc}+/gu, " ")})` };
  }
  if (typeof value === "string") return { prediction: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { reason: `it is ${kindOf(value)}` };
  const fields = value as Record<string, unknown>;
  const [name, ...others] = fieldNames.filter((name) => Object.hasOwn(fields, name));
  if (name === undefined) return { reason: `it has none of the fields ${fieldNames.join(", ")}` };
  // References are called "output" too, and prompts "text": which is meant would be a guess.
  if (name !== "prediction" && others.length > 0) return { reason: `it has several fields that could be one (${[name, ...others].join(", ")}), and none is called "prediction"` };
  const prediction = fields[name];
  return typeof prediction === "string" ? { prediction } : { reason: `its field "${name}" is ${kindOf(prediction)}, not a text` };
}
