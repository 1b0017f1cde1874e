/** Commands of documents that are only taken apart by the tool's own command line, not run, and why. All others are run. */
export const parsedOnly: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\bhf:(?!\/)/, "it fetches a model from the hub"],
  [/\b(?:openai|anthropic|google):/, "it asks a hosted model, which needs a key"],
  [/steadfast data build/, "it reads public files, which the project does not ship; src/cli/commands/bench.slow.test.ts runs it on them"],
  [/steadfast (?:distill|train) (?!.*--steps)/, "it trains for longer than a test should"],
  [/steadfast repair (?!apply|undo|show|merge|dummy:)(?!.*--maximum)/, "it searches for longer than a test should"],
  [/^steadfast repair (?:apply|undo|show)/, "what it works on is made by a line that is not run; docs/guides/repair-a-bias.md undoes what it made"],
  [/--judge http:/, "the server that stands in says everything again, and is no judge"],
  [/bench --model \.\/my-model --per-cell/, "the model that stands in reads the lab's language only"],
  [/steadfast demo/, "it takes minutes; tests/fresh-clone.slow.test.ts runs it"],
  [/steadfast view/, "it serves until Ctrl-C; src/report/viewer tests it"],
];

/** Exit codes other than 0 that a document speaks of, by a part of the command. */
export const expectedCodes: readonly (readonly [pattern: RegExp, code: number])[] = [[/--fail-under 0\.9/, 1]];
