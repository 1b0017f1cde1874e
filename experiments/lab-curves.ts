// `node experiments/lab-curves.ts [FOLDER] [OUT]`: draws the losses of the lab's trainings, as `npm run lab:train` left them in .steadfast/lab,
// as docs/lab-curves.svg: one line a model, tokens read (millions) against the loss (nats a response token, logarithmic).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const [folder = join(root, ".steadfast", "lab"), out = join(root, "docs", "lab-curves.svg")] = process.argv.slice(2);

interface Point {
  readonly tokens: number;
  readonly loss: number;
}
interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  /** Where a stage ends, in tokens. */
  readonly ends: readonly number[];
}

const colours = ["#0b6e99", "#c2410c", "#4d7c0f", "#7e22ce"];
const [width, height, left, top, right, bottom] = [760, 340, 52, 16, 130, 40];
const window = 60;

const curves = readdirSync(folder).toSorted().map(readCurve).filter(({ points }) => points.length > 0);
const most = Math.max(...curves.flatMap(({ points }) => points.map(({ tokens }) => tokens)));
const [least, greatest] = [0.01, 3];
const x = (tokens: number): number => left + ((width - left - right) * tokens) / most;
const y = (loss: number): number => top + ((height - top - bottom) * Math.log(greatest / Math.min(greatest, Math.max(least, loss)))) / Math.log(greatest / least);

writeFileSync(out, draw());
console.log(`${out}: ${curves.map(({ name, points }) => `${name} ${points.at(-1)!.loss.toFixed(3)}`).join(", ")}`);

function readCurve(name: string): Curve {
  const points: Point[] = [];
  const ends: number[] = [];
  let before = 0;
  for (const stage of readdirSync(join(folder, name)).filter((entry) => /^stage-\d+$/.test(entry)).toSorted()) {
    const rows = readFileSync(join(folder, name, stage, "metrics.jsonl"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as { loss?: number; tokens?: number });
    const steps = rows.filter((row): row is { loss: number; tokens: number } => row.loss !== undefined && row.tokens !== undefined);
    for (let end = window; end <= steps.length; end += window) {
      const part = steps.slice(end - window, end);
      points.push({ tokens: before + part.at(-1)!.tokens, loss: part.reduce((sum, { loss }) => sum + loss, 0) / window });
    }
    before += steps.at(-1)?.tokens ?? 0;
    ends.push(before);
  }
  return { name: name.replace(/-[\d.]+-\d+$/, ""), points, ends };
}

function draw(): string {
  const lines = curves.map(({ name, points, ends }, at) => {
    const colour = colours[at % colours.length]!;
    const path = points.map(({ tokens, loss }, place) => `${place === 0 ? "M" : "L"}${x(tokens).toFixed(1)} ${y(loss).toFixed(1)}`).join("");
    const last = points.at(-1)!;
    const marks = ends.slice(0, -1).map((end) => `<path d="M${x(end).toFixed(1)} ${top}V${height - bottom}" stroke="${colour}" stroke-dasharray="2 4" opacity="0.6"/>`).join("");
    return `${marks}<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"/><text x="${(x(last.tokens) + 6).toFixed(1)}" y="${(y(last.loss) + 4).toFixed(1)}" fill="${colour}">${name} ${last.loss.toFixed(2)}</text>`;
  });
  const losses = [3, 1, 0.3, 0.1, 0.03, 0.01].map((loss) => `<path d="M${left} ${y(loss).toFixed(1)}H${width - right}" stroke="#8884"/><text x="${left - 6}" y="${(y(loss) + 4).toFixed(1)}" text-anchor="end" fill="#777">${loss}</text>`);
  const tokens = Array.from({ length: 5 }, (_, at) => (most * at) / 4).map((count) => `<text x="${x(count).toFixed(1)}" y="${height - bottom + 18}" text-anchor="middle" fill="#777">${(count / 1e6).toFixed(1)}</text>`);
  const title = "Losses of the lab's trainings, in nats a response token, over millions of tokens read; dotted: where a stage ends";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img"><title>${title}</title>${losses.join("")}${tokens.join("")}<text x="${(width - right + left) / 2}" y="${height - 6}" text-anchor="middle" fill="#777">million tokens read, prompts included</text>${lines.join("")}</svg>\n`;
}
