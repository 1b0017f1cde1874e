import { contentHash, SteadfastError, writeFileAtomically } from "../../../base/index.ts";
import { type BenchItem, buildItems, type BuiltSource, parseMapping } from "../../../dim-bench/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { text, texts, wholeNumber } from "../../definition/option.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";
import { checkOut } from "../../running/check-out.ts";

const severalTimes = "may be given several times, each file gives the same share";

export const build: CommandDefinition = defineCommand({
  name: "build",
  summary: "make a set of items from public files in their published forms",
  description:
    "Draws so many inputs of each task from files in their published forms, puts each under the four instructions (rewriting, proofreading, translation, style), and writes the items as JSON lines. Malformed records are left out and counted. Nothing is fetched: the files are yours to get, and their licences to keep. Without --out the set is described and not written.",
  options: {
    reasoning: texts({ summary: `ARC, as CSV or JSON lines; ${severalTimes}`, placeholder: "FILE" }),
    code: texts({ summary: "Code Alpaca, MBPP or HumanEval", placeholder: "FILE" }),
    math: texts({ summary: "GSM8K, or MATH as a file or its folder; both: half of each", placeholder: "FILE" }),
    bias: texts({ summary: "BBQ", placeholder: "FILE" }),
    qa: texts({ summary: "SQuAD, XQuAD, or NarrativeQA (its qaps.csv and its summaries.csv)", placeholder: "FILE" }),
    perTask: wholeNumber({ summary: "inputs of each task; each stands under four instructions", placeholder: "COUNT", minimum: 1, default: 100 }),
    map: text({ summary: "what the fields of another form mean, of input, answer, options, passage, question, language: input=problem,answer=solution", placeholder: "MAPPING" }),
  },
  outSummary: "the file of items to write",
  examples: [
    { command: "steadfast data build --reasoning arc.csv --code code_alpaca.json --math gsm8k.jsonl --math math.jsonl --bias Age.jsonl --qa qaps.csv --qa summaries.csv --out items.jsonl", summary: "the paper's mix: 2000 items" },
    { command: "steadfast data build --qa my-questions.jsonl --map passage=text,question=ask,answer=reply --per-task 20 --out items.jsonl", summary: "questions of your own" },
  ],
  async run(context) {
    const { output, options, sink } = context;
    const { reasoning, code, math, bias, qa, perTask, map, seed, out } = options;
    if (out !== undefined) await checkOut(out);
    const mapping = map === undefined ? {} : { mapping: parseMapping(map) };
    const { items, sources } = await buildItems({ files: { reasoning, code, math, bias, qa }, seed, perTask, ...mapping });
    if (out !== undefined && sources.some(({ path }) => path === out)) throw new SteadfastError({ code: "out-is-source", sentence: `--out ${out} is one of the sources.`, hint: "Choose another --out." });
    for (const source of sources) if (source.malformed > 0) sink({ type: "message", level: "warning", text: malformedText(source) });
    const { id } = await context.asRun({ kind: "data-build", ...(out === undefined ? {} : { title: out }) }, async (run) => {
      if (out !== undefined) {
        await writeFileAtomically(out, linesOf(items));
        run.sink({ type: "artifact", name: "items", path: out });
      }
      return { outcome: "done", summary: { items: items.length, hash: contentHash(items), sources: sources.map(({ path, sha256, taken }) => ({ path, sha256, taken })) } };
    });
    const unplanted = items.filter(({ instructionTask, errors }) => instructionTask === "proofreading" && errors === undefined).length;
    output.result({ run: id, file: out ?? null, items: items.length, hash: contentHash(items), seed, perTask, withoutErrors: unplanted, sources });
    print(output, { items, sources, unplanted, out });
    return "done";
  },
});

function* linesOf(items: readonly BenchItem[]): Generator<string> {
  for (const item of items) yield `${JSON.stringify(item)}\n`;
}

function malformedText({ path, malformed, problems }: BuiltSource): string {
  const first = problems.slice(0, 3).map(({ unit, place, reason }) => `${unit} ${place}: ${reason}`);
  return `${path}: ${malformed === 1 ? "1 record is" : `${formatCount(malformed)} records are`} malformed and left out; ${first.join("; ")}${malformed > first.length ? "; …" : "."}`;
}

function print(output: Output, { items, sources, unplanted, out }: { items: readonly BenchItem[]; sources: readonly BuiltSource[]; unplanted: number; out: string | undefined }): void {
  output.table({
    columns: [{ heading: "task" }, { heading: "file" }, { heading: "form" }, { heading: "records", align: "right" }, { heading: "malformed", align: "right" }, { heading: "different", align: "right" }, { heading: "taken", align: "right" }, { heading: "licence, to check" }],
    rows: sources.map(({ task, path, format, records, malformed, different, taken, licence }) => [task, path, format, formatCount(records), formatCount(malformed), formatCount(different), formatCount(taken), licence]),
  });
  output.print();
  for (const { sha256, path } of sources) output.print(`${sha256}  ${path}`);
  output.print();
  if (unplanted > 0) output.print(`${formatCount(unplanted)} ${unplanted === 1 ? "text" : "texts"} for proofreading ${unplanted === 1 ? "has" : "have"} too little prose for errors to be planted in.`);
  output.print(`${formatCount(items.length)} items${out === undefined ? "; nothing was written, for want of --out FILE" : ` in ${out}`}.`);
}
