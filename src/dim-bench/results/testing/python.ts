import { spawnSync } from "node:child_process";

/** Whether there is a python3 to read with. Where there is none, tests that need another reader are skipped. */
export const hasPython: boolean = spawnSync("python3", ["-c", "pass"]).status === 0;
if (!hasPython) console.log("Skipped: there is no python3 here to read XML and CSV with.");

/** What a Python program prints as JSON about the text on its standard input. */
export function inPython(program: string, text: string): unknown {
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], { input: text, env: { ...process.env, PYTHONUTF8: "1" }, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`python3 could not read it: ${stderr}`);
  return JSON.parse(stdout);
}
