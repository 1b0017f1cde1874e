import type { InstructionRecord } from "./record.ts";
import { parseConversation } from "./parse-conversation.ts";
import { type Fields, kindOf, optionalText, text, Unusable } from "./fields.ts";

/** @see readInstructionFile */
export type ReferenceNeed = "required" | "optional";

const inputNames = ["input", "context"];
const outputNames = ["output", "response", "completion"];

/**
 * The record that a JSON value stands for. Known forms: `instruction` with `input`; a rendered `prompt`; `messages`;
 * each with `output` (a text or a list of references), `response` or `completion`; Dolly's `context` and `category`;
 * Self-Instruct's `instances` and Vicuna's `turns`, where they hold one.
 *
 * @returns the record, or why there is none, as a clause.
 */
export function parseRecord(value: unknown, line: number, references: ReferenceNeed): InstructionRecord | string {
  try {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unusable(`it is ${kindOf(value)}; an object with named fields is needed`);
    const fields = value as Fields;
    const record = { line, ...labels(fields), ...taskOf(fields) };
    if (record.outputs.length === 0 && references === "required") throw new Unusable(`it has no answer; one of the fields ${outputNames.join(", ")} is needed`);
    return record;
  } catch (error) {
    if (error instanceof Unusable) return error.message;
    throw error;
  }
}

function taskOf(fields: Fields): Omit<InstructionRecord, "line"> {
  if (present(fields, "messages")) return parseConversation(fields.messages, outputsOf(fields));
  const instruction = optionalText(fields, ["instruction"]) ?? onlyTurn(fields);
  const prompt = optionalText(fields, ["prompt"]);
  if (instruction === undefined && prompt === undefined) {
    const names = Object.keys(fields).slice(0, 8).map((name) => JSON.stringify(name.slice(0, 40)));
    throw new Unusable(`it has no instruction, prompt or messages, but ${names.length === 0 ? "no field at all" : `the fields ${names.join(", ")}`}`);
  }
  const task = { ...(instruction === undefined ? {} : { instruction }), ...(prompt === undefined ? {} : { prompt }) };
  const holder = onlyInstance(fields);
  const input = optionalText(holder, inputNames);
  return { ...task, ...(input === undefined ? {} : { input }), outputs: outputsOf(holder) };
}

function outputsOf(fields: Fields): string[] {
  const name = outputNames.find((name) => present(fields, name));
  if (name === undefined) return [];
  const value = fields[name];
  if (!Array.isArray(value)) return [text(value, name)];
  if (value.length === 0) throw new Unusable(`its field "${name}" is an empty list`);
  return value.map((each, at) => text(each, `${name}[${at}]`));
}

function labels(fields: Fields): { id?: string; topic?: string } {
  const { id } = fields;
  const topic = [fields.topic, fields.category].find((value) => typeof value === "string" && value !== "");
  return {
    ...(typeof id === "string" || typeof id === "number" ? { id: String(id) } : {}),
    ...(typeof topic === "string" ? { topic } : {}),
  };
}

function onlyTurn(fields: Fields): string | undefined {
  if (!present(fields, "turns")) return undefined;
  const { turns } = fields;
  if (!Array.isArray(turns) || turns.length !== 1) throw new Unusable('its field "turns" is not a list of one text; later turns depend on answers that the file does not hold');
  return text(turns[0], "turns[0]");
}

function onlyInstance(fields: Fields): Fields {
  if (!present(fields, "instances")) return fields;
  const { instances } = fields;
  const [only] = Array.isArray(instances) && instances.length === 1 ? (instances as unknown[]) : [];
  if (typeof only !== "object" || only === null) throw new Unusable('its field "instances" is not a list of one object; write each instance on a line of its own');
  return only as Fields;
}

function present(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name) && fields[name] !== null;
}
