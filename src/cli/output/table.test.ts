import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { displayWidth, fitWidth } from "./display-width.ts";
import { styled } from "./styled-text.ts";
import { formatTable } from "./table.ts";

const columns = [{ heading: "model" }, { heading: "score", align: "right" as const }, { heading: "note" }];

test("columns line up, wide characters and styles or not", () => {
  const table = formatTable({ columns, rows: [["漢字", "1", "a"], [styled("bold", "tiny"), "12.5", [styled("red", "x"), "y"]]], colour: true });
  expect(stripVTControlCharacters(table).split("\n")).toEqual(["model  score  note", "漢字       1  a", "tiny    12.5  xy"]);
  expect(table).toContain("\u001b[1mtiny\u001b[22m");
});

test("without colours there is not one escape sequence", () => {
  expect(formatTable({ columns, rows: [[styled("bold", "tiny"), "1", "a"]] })).not.toContain("\u001b");
});

test("a cell that brings its own escapes or lines cannot break the table", () => {
  const table = formatTable({ columns, rows: [["\u001b[31mred", "1", "two\nlines"]], colour: true });
  expect(table.split("\n")).toHaveLength(2);
  expect(table).toContain("\\x1b[31mred");
  expect(table).toContain("two\\nlines");
});

test("on a terminal the last column is cut to fit", () => {
  const table = formatTable({ columns, rows: [["tiny", "1", "a very long note that goes on and on"]], width: 30 });
  expect(Math.max(...table.split("\n").map(displayWidth))).toBeLessThanOrEqual(30);
  expect(table).toContain("…");
});

test("widths count columns, not code units", () => {
  expect(displayWidth("abc")).toBe(3);
  expect(displayWidth("漢字")).toBe(4);
  expect(displayWidth("e\u0301")).toBe(1);
  expect(displayWidth("👩‍👩‍👧")).toBe(2);
  expect(fitWidth("漢字漢字", 5)).toBe("漢字…");
});
