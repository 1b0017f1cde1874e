import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../../base/index.ts";
import { calibrateJudge, type Judge, type JudgeCalibration, readGold } from "../../../dim-bench/index.ts";

/**
 * How far a judge can be trusted: by a file of `steadfast judge calibrate --out`, or measured at once, on the shipped outputs of known
 * truth, where that costs nothing. Null where it is not known.
 *
 * @throws SteadfastError `calibration-unreadable`, `calibration-differs`
 */
export async function calibrationOf(judge: Judge, { file, signal }: { readonly file: string | undefined; readonly signal: AbortSignal }): Promise<JudgeCalibration | null> {
  if (file !== undefined) return readCalibration(judge, file);
  if (judge.price !== undefined) return null;
  const { sensitivity, specificity } = await calibrateJudge({ judge, gold: await readGold("held-out"), signal });
  return asCalibration({ sensitivity, specificity });
}

async function readCalibration(judge: Judge, file: string): Promise<JudgeCalibration | null> {
  const unreadable = (why: string, cause?: unknown): SteadfastError => new SteadfastError({ code: "calibration-unreadable", sentence: `--calibration ${file} cannot be used: ${why}.`, hint: "Make it by `steadfast judge calibrate --out FILE`.", cause });
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(messageOf(cause).replace(/\.$/, ""), cause);
  });
  let found: Readonly<Record<string, unknown>>;
  try {
    found = (JSON.parse(text) ?? {}) as typeof found;
  } catch (cause) {
    // The parser's own words quote what it read.
    throw unreadable("it is not JSON", cause);
  }
  const { sensitivity, specificity, hash } = found;
  if (!isCount(sensitivity) || !isCount(specificity)) throw unreadable("it has no sensitivity and specificity, as counts");
  if (hash !== undefined && hash !== judge.hash) throw new SteadfastError({ code: "calibration-differs", sentence: `--calibration ${file} is of another judge, or of another version or setting of ${judge.name}.`, hint: "Calibrate the judge as it is now." });
  return asCalibration({ sensitivity, specificity });
}

function isCount(value: unknown): value is JudgeCalibration["sensitivity"] {
  const { correct, total } = (value ?? {}) as Partial<JudgeCalibration["sensitivity"]>;
  return Number.isSafeInteger(correct) && Number.isSafeInteger(total) && correct! >= 0 && correct! <= total!;
}

/** A judge that could say nothing of one kind of outputs is not calibrated. */
function asCalibration({ sensitivity, specificity }: JudgeCalibration): JudgeCalibration | null {
  if (sensitivity.total === 0 || specificity.total === 0) return null;
  const counts = ({ correct, total }: JudgeCalibration["sensitivity"]): JudgeCalibration["sensitivity"] => ({ correct, total });
  return { sensitivity: counts(sensitivity), specificity: counts(specificity) };
}
