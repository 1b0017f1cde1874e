import type { BiasScores, ComparedAnswers, EvaluationReport, MethodRow, RepairReport, Share } from "../../../crispr/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";
import { styled } from "../../output/styled-text.ts";

/** The table of methods, and by topic. */
export function printEvaluation(output: Output, { data, rows }: EvaluationReport): void {
  output.print(styled("bold", `${data.name}: ${formatCount(rows[0]!.scores.records)} records, ${data.instructions.length} ${data.instructions.length === 1 ? "instruction" : "instructions"}`));
  const withBias = rows.some(({ scores }) => scores.bias !== null);
  const right = (heading: string) => ({ heading, align: "right" as const });
  output.table({
    columns: [{ heading: "method" }, right("neurons"), right("accuracy"), right("95 %"), right("same answer"), ...(withBias ? [right("ambiguous: accuracy"), right("bias"), right("disambiguated: accuracy"), right("bias")] : [])],
    rows: rows.map(({ name, neurons, scores }) => [name, formatCount(neurons), withSpread(scores.accuracy), intervalText(scores.accuracy), percent(scores.consistency), ...(withBias ? biasCells(scores.bias) : [])]),
  });
  output.print("Accuracy in percent, ± its standard deviation over instructions; intervals resample templates. A bias is from −100 to 100, 0 is none; – where no answer names a group.");
  const unmatched = rows.filter(({ scores }) => scores.unmatched > 0);
  if (unmatched.length > 0) output.print(`Answers that name no option count as wrong: ${unmatched.map(({ name, scores }) => `${formatCount(scores.unmatched)} of ${formatCount(scores.records * scores.accuracy.byInstruction.length)} (${name})`).join(", ")}.`);
  printTopics(output, rows);
}

function printTopics(output: Output, rows: readonly MethodRow[]): void {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  if (first.scores.topics.length < 2) return;
  output.print();
  const right = (heading: string) => ({ heading, align: "right" as const });
  output.table({
    columns: [{ heading: "topic" }, right("records"), right(`accuracy, ${first.name}`), ...(first === last ? [] : [right(last.name)]), right("ambiguous bias"), ...(first === last ? [] : [right(last.name)])],
    rows: first.scores.topics.map((topic, place) => {
      const after = last.scores.topics[place]!;
      return [topic.topic, formatCount(topic.records), percent(topic.accuracy), ...(first === last ? [] : [percent(after.accuracy)]), percent(topic.bias.ambiguous.score.estimate), ...(first === last ? [] : [percent(after.bias.ambiguous.score.estimate)])];
    }),
  });
}

/** What a repair found. */
export function printRepair(output: Output, report: RepairReport): void {
  const { chosen, pareto, changed, difference, kept, transfer, sizes, neuronsOfModel, search } = report;
  printEvaluation(output, report);
  output.print();
  output.print([styled("bold", `${formatCount(chosen.neurons)} of ${formatCount(neuronsOfModel)} neurons`), ` chosen on ${formatCount(report.split.development)} development records (${search.kind}, ${formatCount(search.asked)} prompts asked): ${signed(difference.estimate)} points of accuracy on the test data, 95 % ${signed(difference.low)} to ${signed(difference.high)}.`]);
  if (report.spared > 0) output.print(`${formatCount(report.spared)} ${report.spared === 1 ? "neuron was" : "neurons were"} passed over: without ${report.spared === 1 ? "it" : "them"} a floor is broken.`);
  if (chosen.neurons === 0 && search.kind === "given") output.print("None were asked for: the model is left as it is.");
  else if (chosen.neurons === 0) output.print("No number of neurons was better within the floors: the model is left as it is.");
  output.print(`Of ${formatCount(changed.questions)} answers ${formatCount(changed.mended)} are right that were wrong, ${formatCount(changed.broken)} wrong that were right, ${formatCount(changed.moved)} wrong otherwise.`);
  output.print();
  output.print(styled("bold", "Pareto list, on development data"));
  const right = (heading: string) => ({ heading, align: "right" as const });
  output.table({
    columns: [right("neurons"), right("questions"), right("accuracy"), right("95 %"), right("|ambiguous bias|"), right("kept tasks lose"), right("divergence, nats"), right("harmless answers changed"), { heading: "" }],
    rows: pareto.map((point) => [formatCount(point.neurons), formatCount(point.questions), percent(point.accuracy), intervalText(point.interval), percent(point.bias), percent(point.lost), point.divergence === null ? "–" : point.divergence.toPrecision(2), percent(point.changed), point.neurons === chosen.neurons ? "chosen" : ""]),
  });
  const questions = report.split.development * report.data.instructions.length;
  if (pareto.some((point) => point.questions < questions)) output.print(`Who answered fewer than ${formatCount(questions)} questions dropped out of the race, and is compared with the others over those alone.`);
  const beaten = search.tried.filter(({ neurons }) => !pareto.some((point) => point.neurons === neurons));
  if (beaten.length > 0) output.print(`Tried too, but better in nothing: ${beaten.map((each) => `${formatCount(each.neurons)} neurons (${percent(each.accuracy)} % of ${formatCount(each.questions)} questions)`).join(", ")}.`);
  for (const { name, before, after } of kept) output.print(`Kept task ${name}: ${percent(before)} before, ${percent(after)} after.`);
  for (const { name, before, after } of transfer) output.print(`Transfer to ${name}: accuracy ${percent(before.accuracy.estimate)} before, ${percent(after.accuracy.estimate)} after; ambiguous bias ${percent(before.bias?.ambiguous.score.estimate ?? null)} and ${percent(after.bias?.ambiguous.score.estimate ?? null)}.`);
  for (const { instances, accuracy } of sizes) output.print(`Found with ${instances} instances: accuracy ${percent(accuracy)}.`);
}

/** Answers side by side. */
export function printCompared(output: Output, compared: ComparedAnswers): void {
  for (const { prompt, gold, before, after } of compared) {
    output.print(styled("dim", prompt));
    output.print([styled("bold", "right: "), gold]);
    output.print(`before: ${before.option ?? "–"}   (wrote: ${before.text.trim() || "nothing"})`);
    output.print(`after:  ${after.option ?? "–"}   (wrote: ${after.text.trim() || "nothing"})`);
    output.print();
  }
}

function biasCells(bias: BiasScores | null): string[] {
  if (bias === null) return ["–", "–", "–", "–"];
  return [bias.ambiguous, bias.disambiguated].flatMap(({ accuracy, score }) => [percent(accuracy), `${percent(score.estimate)}${score.low === null || score.high === null ? "" : ` (${percent(score.low)} to ${percent(score.high)})`}`]);
}

function withSpread({ estimate, spread }: Share & { spread: number | null }): string {
  return spread === null ? percent(estimate) : `${percent(estimate)} ± ${percent(spread)}`;
}

function intervalText({ low, high }: Pick<Share, "low" | "high">): string {
  return low === null || high === null ? "–" : `${percent(low)}–${percent(high)}`;
}

function percent(value: number | null): string {
  if (value === null) return "–";
  const text = (100 * value).toFixed(1);
  return text === "-0.0" ? "0.0" : text.replace("-", "−");
}

function signed(value: number | null): string {
  return value === null ? "–" : value >= 0 ? `+${percent(value)}` : percent(value);
}
