import { expect, test } from "vitest";
import { wantsColour } from "./colour.ts";

test.each([
  ["a terminal", { isTerminal: true }, true],
  ["a pipe", { isTerminal: false }, false],
  ["NO_COLOR", { isTerminal: true, environment: { NO_COLOR: "1" } }, false],
  ["an empty NO_COLOR", { isTerminal: true, environment: { NO_COLOR: "" } }, true],
  ["NO_COLOR against FORCE_COLOR", { isTerminal: true, environment: { NO_COLOR: "1", FORCE_COLOR: "1" } }, false],
  ["FORCE_COLOR in a pipe", { isTerminal: false, environment: { FORCE_COLOR: "1" } }, true],
  ["FORCE_COLOR=0", { isTerminal: true, environment: { FORCE_COLOR: "0" } }, false],
  ["a dumb terminal", { isTerminal: true, environment: { TERM: "dumb" } }, false],
  ["--no-color against FORCE_COLOR", { isTerminal: true, noColour: true, environment: { FORCE_COLOR: "1" } }, false],
])("%s", (_what, options, wanted) => {
  expect(wantsColour({ noColour: false, environment: {}, ...options })).toBe(wanted);
});
