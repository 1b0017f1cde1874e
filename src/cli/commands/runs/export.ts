import { type EventSink, SteadfastError, writeFileAtomically } from "../../../base/index.ts";
import type { Ledger, Run } from "../../../ledger/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { formatCount } from "../../output/quantities.ts";
import { isoTime, runJson } from "./run-text.ts";

interface Counts {
  records: number;
  metrics: number;
  artifacts: number;
  work: number;
}

const pieceCharacters = 1 << 16;

export const exportRun: CommandDefinition = defineCommand({
  name: "export",
  summary: "everything of a run, as JSON Lines in one file",
  description:
    "Writes a run and everything it recorded to one file, a JSON object on each line. Its `type` says what it is: run (the first line), record, metric, artifact, work, and end (the last line, with the number of each, so that a cut file is known). The file appears whole or not at all.",
  arguments: [{ name: "run", summary: "its id, the beginning of it, or `latest`", required: true, words: ["latest"] }],
  options: {},
  outSummary: "the file to write (required)",
  examples: [{ command: "steadfast runs export latest --out run.jsonl", summary: "the last run" }],
  async run(context) {
    const { out } = context.options;
    if (out === undefined) throw new SteadfastError({ code: "missing-out", sentence: "Where to? An export needs --out FILE.", hint: "For example: steadfast runs export latest --out run.jsonl" });
    const ledger = await context.ledgerToRead();
    const run = await ledger.findRun(context.arguments[0]!);
    const counts: Counts = { records: 0, metrics: 0, artifacts: 0, work: 0 };
    context.goOnWith(`${out} was not written. Run the same command again.`);
    await writeFileAtomically(out, inPieces(linesOf({ ledger, run, counts, sink: context.sink, signal: context.signal })));
    context.output.result({ run: run.id, file: out, ...counts });
    context.output.print(`${out}: run ${run.id} with ${formatCount(counts.records)} records, ${formatCount(counts.metrics)} metric points, ${formatCount(counts.artifacts)} artifacts and ${formatCount(counts.work)} items of work.`);
    return "done";
  },
});

async function* linesOf(options: { ledger: Ledger; run: Run; counts: Counts; sink: EventSink; signal: AbortSignal }): AsyncGenerator<string> {
  const { ledger, run, counts, sink, signal } = options;
  const line = (type: string, value: object): string => {
    signal.throwIfAborted();
    sink({ type: "progress", task: "exporting", done: counts.records + counts.metrics + counts.artifacts + counts.work, total: null, unit: "lines" });
    return `${JSON.stringify({ type, ...value })}\n`;
  };
  yield line("run", runJson(run));
  for await (const { kind, key, value, createdAt } of ledger.streamRecords(run.id)) {
    counts.records += 1;
    yield line("record", { kind, key, value, createdAt: isoTime(createdAt) });
  }
  for await (const { name, step, value, reportedAt } of ledger.streamMetrics(run.id)) {
    counts.metrics += 1;
    // JSON has no NaN and no infinities.
    yield line("metric", { name, step, value: Number.isFinite(value) ? value : String(value), reportedAt: isoTime(reportedAt) });
  }
  for await (const { name, path, sha256, bytes, createdAt } of ledger.listArtifacts(run.id)) {
    counts.artifacts += 1;
    yield line("artifact", { name, path, sha256, bytes, createdAt: isoTime(createdAt) });
  }
  for await (const { kind, key, payload, state, attempts, error } of ledger.streamWork(run.id)) {
    counts.work += 1;
    yield line("work", { kind, key, payload, state, attempts, error });
  }
  yield line("end", counts);
}

// One write per line would cost more than the lines.
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += line;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
