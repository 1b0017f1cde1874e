import { mean } from "../../src/stats/index.ts";
import type { LabPair } from "./lab-pair.ts";
import type { Way } from "./measure-ways.ts";
import type { Trace } from "./random-pair.ts";
import type { Rollouts } from "./rollouts.ts";
import type { Steps } from "./step.ts";

/** What is replayed. */
export function traceText(trace: Trace): string {
  const steps = trace.flatMap((traced) => traced.map(([divergence, agrees], step) => ({ switched: divergence > Math.exp(-0.1 * step), agrees })));
  const switched = steps.filter((step) => step.switched);
  const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(0)}%`;
  return `Replayed: ${steps.length} steps of ${trace.length} responses of the lab's pair. ${share(switched.length, steps.length)} of their tokens are the teacher's, ${share(switched.filter(({ agrees }) => agrees).length, switched.length)} of those what the student had drafted.`;
}

/** A trained pair as it is. */
export function labTable({ ways, trace }: LabPair): string {
  return [`| the lab's pair, ${trace.length} responses, 8 rows | ${waysHeading}`, waysRule, ...ways.map(wayLine), "", floorText(ways)].join("\n");
}

/** One batch size's ways, with PyTorch's loop beside them. */
export function rolloutsTable({ ways, noiseSeconds, peakMegabytes }: Rollouts, { rows, tokens, pytorchSeconds }: { rows: number; tokens: number; pytorchSeconds: number | undefined }): string {
  const [stepwise, blocks] = [ways[2]!, ways[3]!];
  return [
    `| ${rows === 1 ? "1 row" : `${rows} rows`}, ${tokens} tokens each | ${waysHeading}`,
    waysRule,
    ...ways.map(wayLine),
    ...(pytorchSeconds === undefined ? [] : [`| PyTorch, one step at a time | ${[pytorchSeconds.toFixed(2), ((rows * tokens) / pytorchSeconds).toFixed(0), "1.00", "1.00"].join(" | ")} | | | | | |`]),
    "",
    floorText(ways),
    `${pytorchSeconds === undefined ? "" : `Blocks are ${((pytorchSeconds / (rows * tokens)) / (blocks.seconds / blocks.kept)).toFixed(2)} times as fast as PyTorch's loop (wanted: 3). `}Drawing with noise takes ${(1000 * noiseSeconds).toFixed(2)} ms a step, twice that ${((100 * noiseSeconds * 2 * (stepwise.kept / rows)) / stepwise.seconds).toFixed(1)}% of a step (wanted: 5). Peak ${peakMegabytes?.toFixed(0) ?? "unknown"} MB.`,
  ].join("\n");
}

/** Training steps. */
export function stepsTable({ data, gkd, switching }: { data: Steps; gkd: Steps; switching: Steps }): string {
  const total = ({ making, teacher, learning }: Steps): number => making + teacher + learning;
  const line = (name: string, steps: Steps): string => `| ${[name, steps.making, steps.teacher, steps.learning, total(steps)].map((cell) => (typeof cell === "number" ? cell.toFixed(2) : cell)).join(" | ")} | ${steps.peakMegabytes?.toFixed(0) ?? ""} |`;
  const half = (steps: Steps): number => mean([total(steps), total(data)])!;
  return [
    "| a training step of 8 rows | making sequences, s | teacher beside that, s | learning, s | all, s | peak MB |",
    "|---|---|---|---|---|---|",
    line("on data", data),
    line("GKD", gkd),
    line("SWITCH", switching),
    "",
    `A step of SWITCH is ${(total(switching) / total(gkd)).toFixed(2)} times one of GKD at mixing 1 (wanted: 1.4), ${(half(switching) / half(gkd)).toFixed(2)} at mixing ½ (wanted: 1.2; the paper's was 1.84; the floor is 1).`,
  ].join("\n");
}

const waysHeading = "seconds | tokens/s | teacher passes a token | scored for each kept | student, s | teacher, s | comparing, s | prompts, s | teacher's tokens |";
const waysRule = "|---|---|---|---|---|---|---|---|---|---|";

function wayLine({ name, seconds, kept, teacherPasses, scored, studentSeconds, teacherSeconds, comparingSeconds, promptSeconds, switched }: Way): string {
  const compared = teacherPasses === 0 ? ["", "", studentSeconds.toFixed(2), "", ""] : [(teacherPasses / kept).toFixed(2), (scored / kept).toFixed(2), studentSeconds.toFixed(2), teacherSeconds.toFixed(2), comparingSeconds.toFixed(2)];
  return `| ${[name, seconds.toFixed(2), (kept / seconds).toFixed(0), ...compared, promptSeconds.toFixed(2), teacherPasses === 0 ? "" : `${((100 * switched) / kept).toFixed(0)}%`].join(" | ")} |`;
}

function floorText([, gkd, , blocks]: readonly Way[]): string {
  return `A token by SWITCH in blocks takes ${(blocks!.seconds / blocks!.kept / (gkd!.seconds / gkd!.kept)).toFixed(2)} times what one of GKD's takes.`;
}
