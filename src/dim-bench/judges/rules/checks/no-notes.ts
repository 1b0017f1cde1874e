import { lengthInWords } from "../facts/tail.ts";
import type { Rule } from "../rule.ts";
import { noteMarks } from "../words/note-marks.ts";

// A short remark in one line does no harm.
const MOST = 14;

/** No notes about the text stand beside it. */
export const noNotes: Rule = {
  name: "no-notes",
  instead: "commentary-added",
  broken: ({ text, source }) => {
    if (source.split("\n").some((line) => noteMarks.test(line))) return null;
    const lines = text.split("\n");
    const start = lines.findIndex((line) => noteMarks.test(line));
    if (start < 1) return null;
    const notes = lines.slice(start).join("\n");
    return lengthInWords(notes) > MOST ? `It adds notes: ${JSON.stringify(notes.trim().slice(0, 60))}.` : null;
  },
};
