import { expect, test } from "vitest";
import { toldSettings } from "./fingerprint.ts";

test("settings are told without hashes and idle ones, files by their names", () => {
  const fingerprint = { seed: 3, validationShare: 0.05, languageCoefficient: 1, "the data": "a hash" };
  expect(toldSettings(fingerprint, { idle: ["validationShare"], files: { validation: "some/held.jsonl", languageData: undefined } })).toEqual({ seed: 3, languageCoefficient: 1, validation: "held.jsonl" });
});
