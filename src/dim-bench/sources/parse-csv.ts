import type { SourceRecord } from "./source-file.ts";

/**
 * The records of a CSV text (RFC 4180, with line feeds alone as line ends too), each a list of texts, at the line where it
 * begins. A quotation mark within an unquoted field is text. Empty lines are passed over.
 */
export function parseCsv(text: string): SourceRecord[] {
  const records: SourceRecord[] = [];
  let fields: string[] = [];
  let at = 0;
  let line = 1;
  let start = 1;
  const end = (): void => {
    if (fields.length > 1 || fields[0] !== "") records.push({ place: start, value: fields });
    fields = [];
  };
  while (at < text.length) {
    if (fields.length === 0) start = line;
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (field === undefined) {
      records.push({ place: start, problem: "a quotation mark is never closed" });
      return records;
    }
    fields.push(field.value);
    for (let from = at; from < field.next; from++) if (text[from] === "\n") line += 1;
    at = field.next;
    if (text[at] === ",") {
      at += 1;
      // A comma at the end of the text has an empty field behind it.
      if (at === text.length) fields.push("");
      else continue;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    if (text[at] === "\n") line += 1;
    at += 1;
    end();
  }
  return records;
}

interface Field {
  readonly value: string;
  /** Where what ends it stands. */
  readonly next: number;
}

function plainField(text: string, at: number): Field {
  let next = at;
  while (next < text.length && text[next] !== "," && text[next] !== "\n" && !(text[next] === "\r" && text[next + 1] === "\n")) next += 1;
  return { value: text.slice(at, next), next };
}

function quotedField(text: string, at: number): Field | undefined {
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      // What stands between the closing mark and the comma belongs to the field, as spreadsheets have it.
      const rest = plainField(text, quote + 1);
      return { value: value + rest.value, next: rest.next };
    }
    value += '"';
    from = quote + 2;
  }
}
