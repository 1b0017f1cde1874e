import type { Json } from "../../base/index.ts";
import { type Column, formatTable } from "./table.ts";
import { type Printable, renderText } from "./styled-text.ts";
import { visibleText } from "./visible-text.ts";
import { wrapText } from "./wrap-text.ts";

/** Where results are written: the standard output of the command. */
export interface ResultStream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/**
 * How a command answers. Text goes to standard output as it comes; under `--json` text is dropped and the one result is
 * written when the command has ended. Whatever is printed is made safe for the terminal first.
 */
export interface Output {
  readonly json: boolean;
  /** One line (or several, where the text has line feeds) for people; on a terminal broken between words. */
  print(line?: Printable): void;
  /** A piece of a line, shown at once: text as it is written by a model. */
  write(piece: string): void;
  /** A table for people. */
  table(options: { columns: readonly Column[]; rows: readonly (readonly Printable[])[] }): void;
  /** The result for programs: every command gives exactly one. */
  result(value: Json): void;
}

/** An output and what was given as its result. */
export interface CollectedOutput extends Output {
  /** What `result` was called with; undefined while it was not. */
  readonly given: Json | undefined;
}

export function createOutput(options: { stream: ResultStream; json: boolean; colour: boolean; beforePrinting?: () => void }): CollectedOutput {
  const { stream, json, colour, beforePrinting = () => {} } = options;
  let given: Json | undefined;
  const writeRaw = (text: string): void => {
    if (json) return;
    beforePrinting();
    stream.write(text);
  };
  const write = (text: string): void => writeRaw(`${text}\n`);
  return {
    json,
    print: (line = "") => write(renderText(stream.isTTY ? wrapText(line, stream.columns ?? 80) : line, { colour })),
    write: (piece) => writeRaw(visibleText(piece)),
    table: (table) => write(formatTable({ ...table, colour, ...(stream.isTTY ? { width: stream.columns ?? 80 } : {}) })),
    result: (value) => {
      given = value;
    },
    get given() {
      return given;
    },
  };
}
