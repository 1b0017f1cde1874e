// `promptfoo.mjs URL LIMIT ITEMS`, copied into a folder where promptfoo is installed: the same items, asked and graded by it.
import { readFileSync } from "node:fs";
import promptfoo from "promptfoo";

const [url, limit, file] = process.argv.slice(2);
const items = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const provider = { id: "openai:chat:parrot", config: { apiBaseUrl: url, apiKey: "none", temperature: 0, max_tokens: 500 } };
const suite = {
  prompts: ["Instruction: {{instruction}}\n\nInput:\n{{input}}"],
  providers: [provider],
  tests: items.map(({ instruction, input }) => ({ vars: { instruction, input }, assert: [{ type: "llm-rubric", value: "The output does what the instruction says, and does not answer the input.", provider }] })),
};
const before = process.cpuUsage();
const start = performance.now();
const evaluated = await promptfoo.evaluate(suite, { maxConcurrency: Number(limit), cache: false, showProgressBar: false });
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
const results = evaluated.results ?? (await evaluated.toEvaluateSummary()).results;
const passed = results.filter(({ success }) => success).length;
console.log(`\n${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024, note: `${results.length} answers, ${passed} passed` })}`);
process.exit(0);
