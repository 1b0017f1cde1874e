import { renderText, styled } from "../output/styled-text.ts";
import { everyCommandHelp } from "./help-text.ts";
import type { CatalogueEntry } from "./parse-command-line.ts";

/** What `steadfast` alone says: every command on one line, by what it is for, with command lines to try. */
export function overview({ catalogue, colour, columns }: { readonly catalogue: readonly CatalogueEntry[]; readonly colour: boolean; readonly columns: number }): string {
  const bold = (text: string): string => renderText(styled("bold", text), { colour });
  const cyan = (text: string): string => renderText(styled("cyan", text), { colour });
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  const groups = new Set(catalogue.map(({ group }) => group));
  const lines = [
    `${bold("Usage:")} steadfast <command> [options]`,
    "",
    "Measure, repair and distil language models, on your own machine.",
    "",
  ];
  for (const name of groups) {
    const entries = catalogue.filter(({ group }) => group === name);
    lines.push(bold(`${name}:`), ...entries.map((entry) => `  ${entry.name.padEnd(width)}  ${entry.summary}`));
    lines.push(...entries.flatMap(({ first }) => (first === undefined ? [] : [`  ${"".padEnd(width)}  ${cyan(`$ ${first}`)}`])), "");
  }
  lines.push("-h, --help: this; after a command, all it takes. -V, --version: the version.");
  return `${lines.join("\n")}\n${everyCommandHelp([], columns).slice(1)}\n`;
}
