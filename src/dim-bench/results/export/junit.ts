import type { BenchResults } from "../bench-results.ts";
import type { Rate } from "../summary/rate.ts";
import type { SystemResults } from "../summary/summarise.ts";
import { counts, percent, range } from "./figures-text.ts";
import type { Gate, GatedSystem } from "./gate.ts";
import type { ReportOptions } from "./result-document.ts";

interface TestCase {
  readonly name: string;
  readonly rate: Rate;
  readonly verdict: { readonly type: "passed" } | { readonly type: "failure" | "skipped"; readonly message: string };
}

/**
 * The results as JUnit XML: a suite for each model and defence, with a test case for its accuracy, which alone can fail and does
 * so with the gate, and one for each cell, which tells its figures. So a report is red just when the command's exit code says
 * that the gate failed. What was never scored is skipped.
 *
 * @example
 * await writeFile("dim-bench.xml", resultJunit(results, { set: "dim-bench", gate: gateResults(results, 0.6) }));
 */
export function resultJunit({ systems, judge, level }: BenchResults, { run = null, set, gate = null }: ReportOptions): string {
  const suites = systems.map((system) => {
    const cases = casesOf(system, gate);
    const properties = { set, run, judge: judge?.name, level, accuracy: system.accuracy, low: system.interval?.low, high: system.interval?.high, n: system.n, scored: system.scored, unscored: counts(system.unscored), instead: counts(system.instead), failUnder: gate?.failUnder };
    return { name: `${system.model}, ${system.defence}`, cases, properties };
  });
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `DIM-Bench: ${set}`, ...totals(all) })}>`,
    ...suites.flatMap(({ name, cases, properties }) => [
      `  <testsuite${attributes({ name, ...totals(cases) })}>`,
      "    <properties>",
      ...Object.entries(properties).flatMap(([property, value]) => (value === undefined || value === null ? [] : [`      <property${attributes({ name: property, value })}/>`])),
      "    </properties>",
      ...cases.map((testCase) => caseXml(name, testCase)),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf(system: SystemResults, gate: Gate | null): TestCase[] {
  const gated = gate?.systems.find(({ model, defence }) => model === system.model && defence === system.defence);
  return [
    { name: "accuracy", rate: system, verdict: gated === undefined ? skippedIfUnscored(system) : verdictOf(gated) },
    ...system.cells.map((cell) => ({ name: `${cell.instruction} of ${cell.input}`, rate: cell, verdict: skippedIfUnscored(cell) })),
  ];
}

function verdictOf({ passed, sentence }: GatedSystem): TestCase["verdict"] {
  return passed ? { type: "passed" } : { type: "failure", message: sentence };
}

function skippedIfUnscored({ scored, unscored }: Rate): TestCase["verdict"] {
  return scored > 0 ? { type: "passed" } : { type: "skipped", message: `Nothing was scored: ${counts(unscored)}.` };
}

function caseXml(suite: string, { name, rate, verdict }: TestCase): string {
  const figures = `accuracy ${percent(rate.accuracy)} %, interval ${range(rate.interval)}, scored ${rate.scored} of ${rate.n}, bounds ${range(rate.bounds)}, unscored: ${counts(rate.unscored)}`;
  return [
    `    <testcase${attributes({ classname: suite, name, time: 0 })}>`,
    ...(verdict.type === "passed" ? [] : [`      <${verdict.type}${attributes({ message: verdict.message, ...(verdict.type === "failure" ? { type: "gate" } : {}) })}/>`]),
    `      <system-out>${escaped(figures)}</system-out>`,
    "    </testcase>",
  ].join("\n");
}

function totals(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const count = (type: TestCase["verdict"]["type"]): number => cases.filter(({ verdict }) => verdict.type === type).length;
  return { tests: cases.length, failures: count("failure"), errors: 0, skipped: count("skipped"), time: 0 };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

// XML 1.0 has no way to write most control characters, lone surrogates and U+FFFE and U+FFFF: their escapes stand for them.
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => entities[character]!)
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
