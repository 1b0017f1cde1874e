import { expect, test } from "vitest";
import { createProgress } from "./progress.ts";
import { ProgressEstimate } from "./progress-estimate.ts";
import { progressBar } from "./progress-text.ts";

function setUp(options: { isTTY: boolean; quiet?: boolean; columns?: number }): { written: string[]; tick(seconds: number): void; report(done: number, task?: string): void; progress: ReturnType<typeof createProgress> } {
  const written: string[] = [];
  let time = 0;
  const stream = { write: (text: string) => written.push(text), isTTY: options.isTTY, columns: options.columns ?? 80 };
  const progress = createProgress({ stream, quiet: options.quiet ?? false, now: () => time });
  return {
    written,
    progress,
    tick: (seconds) => {
      time += seconds;
    },
    report: (done, task = "judging") => progress.sink({ type: "progress", task, done, total: 100, unit: "items" }),
  };
}

test("on a terminal one line is drawn over and over, with rate and time left, and the last state stays", () => {
  const { written, tick, report, progress } = setUp({ isTTY: true });
  report(0);
  tick(10);
  report(20);
  expect(written.at(-1)).toMatch(/judging: 20 of 100 items \(20 %\), 2\.0 items\/s, 40 s left$/);
  expect(written.every((text) => text.startsWith("\r\u001b[K"))).toBe(true);
  expect(written.join("")).not.toContain("\n");
  tick(40);
  report(100);
  progress.finish();
  expect(written.at(-1)).toBe("judging: 100 of 100 items in 50 s\n");
});

test("the line never reaches the edge, where a terminal would wrap it", () => {
  const { written, report, progress } = setUp({ isTTY: true, columns: 30 });
  progress.sink({ type: "progress", task: "t", done: 1, total: null, unit: "items", detail: "a detail\nthat goes on and on and on" });
  report(1);
  for (const line of written) expect(line.replace("\r\u001b[K", "").length).toBeLessThan(30);
  expect(written.join("")).not.toContain("\n");
});

test("a terminal is not drawn on more than ten times a second", () => {
  const { written, tick, report } = setUp({ isTTY: true });
  for (let step = 0; step <= 1000; step++) {
    report(step / 10);
    tick(0.001);
  }
  expect(written.length).toBeLessThanOrEqual(12);
});

test("elsewhere plain lines come, at most one in five seconds, and one at the end", () => {
  const { written, tick, report, progress } = setUp({ isTTY: false });
  for (let second = 0; second <= 12; second++) {
    report(second);
    tick(1);
  }
  progress.finish();
  expect(written).toHaveLength(3);
  expect([..."\r\u001b"].some((character) => written.join("").includes(character))).toBe(false);
  expect(written.every((line) => line.endsWith("\n"))).toBe(true);
});

test("what takes less than a second leaves no line", () => {
  for (const isTTY of [true, false]) {
    const { written, tick, report, progress } = setUp({ isTTY });
    report(1);
    tick(0.5);
    report(100);
    progress.finish();
    expect(written.filter((text) => text.includes("\n"))).toEqual([]);
  }
});

test("with quiet only warnings are said", () => {
  const { written, tick, report, progress } = setUp({ isTTY: true, quiet: true });
  report(1);
  tick(10);
  report(50);
  progress.sink({ type: "message", level: "info", text: "by the way" });
  progress.sink({ type: "message", level: "warning", text: "careful" });
  progress.finish();
  expect(written).toEqual(["Warning: careful\n"]);
});

test("messages stand above the line, and text of unknown origin cannot steer the terminal", () => {
  const { written, report, progress } = setUp({ isTTY: true });
  report(1);
  progress.sink({ type: "message", level: "info", text: "model said \u001b[2J" });
  expect(written.slice(-2)).toEqual(["\r\u001b[K", "model said \\x1b[2J\n"]);
});

test("work done before this process counts as done, not as speed", () => {
  const estimate = new ProgressEstimate();
  estimate.observe(0, 900);
  estimate.observe(10, 910);
  expect(estimate.estimate(10, 1000)).toEqual({ perSecond: 1, secondsLeft: 90 });
});

test("a slow start is forgotten", () => {
  const estimate = new ProgressEstimate();
  for (let second = 0; second <= 100; second++) estimate.observe(second, second < 50 ? 0 : (second - 50) * 10);
  expect(estimate.estimate(100, 1000).perSecond).toBeCloseTo(10, 1);
});

test("a wait shows as speed going down, not as the last speed for ever", () => {
  const estimate = new ProgressEstimate();
  for (let second = 0; second <= 10; second++) estimate.observe(second, second);
  expect(estimate.estimate(100, 1000).perSecond).toBeLessThan(0.2);
});

test("a task that starts over is estimated anew", () => {
  const estimate = new ProgressEstimate();
  estimate.observe(0, 50);
  estimate.observe(10, 100);
  estimate.observe(11, 0);
  expect(estimate.estimate(11, 100)).toEqual({ perSecond: null, secondsLeft: null });
});

test("the bar fills by eighths", () => {
  expect(progressBar(0, 4)).toBe("    ");
  expect(progressBar(0.5, 4)).toBe("██  ");
  expect(progressBar(0.53125, 4)).toBe("██▏ ");
  expect(progressBar(1, 4)).toBe("████");
  expect(progressBar(7, 4)).toBe("████");
});
