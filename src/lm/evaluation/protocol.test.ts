import { expect, test } from "vitest";
import { completeProtocol, protocolLabel } from "./protocol.ts";

test("is the papers' unless said otherwise", () => {
  expect(completeProtocol()).toEqual({ preset: "paper", template: "alpaca", maximumPrompt: 256, maximumNewTokens: 256, temperature: 1, noRepeatNgram: 6, seeds: [10, 20, 30, 40, 50] });
  expect(completeProtocol({ preset: "clean" })).toEqual({ ...completeProtocol(), preset: "clean", noRepeatNgram: 0 });
});

test("is named with all that differs", () => {
  expect(protocolLabel(completeProtocol())).toBe("paper");
  expect(protocolLabel(completeProtocol({ preset: "clean", template: "chat", temperature: 0 }))).toBe("clean, template chat, temperature 0");
  expect(protocolLabel(completeProtocol({ maximumPrompt: 99, maximumNewTokens: 7, seeds: [1], template: "Q: {instruction}" }))).toBe("paper, template of your own, prompts of 99 tokens, 7 new tokens, seed 1");
});

test.each([
  [{ seeds: [] }, "An evaluation needs at least one seed."],
  [{ seeds: [1, 2, 1] }, "The seed 1 is given twice, and would count twice."],
  [{ seeds: [0.5] }, "A seed must be a whole number of at least 0, not 0.5."],
  [{ maximumNewTokens: 0 }, "The number of new tokens must be a whole number of at least 1, not 0."],
  [{ maximumPrompt: Number.NaN }, "The number of tokens of a prompt must be a whole number of at least 1, not NaN."],
  [{ temperature: -1 }, "The temperature must be a number of at least 0, not -1."],
  [{ preset: "dirty" as "clean" }, 'There is no preset "dirty".'],
])("%j is refused", (choices, sentence) => {
  expect(() => completeProtocol(choices)).toThrow(expect.objectContaining({ code: "protocol-wrong", message: sentence }));
});
