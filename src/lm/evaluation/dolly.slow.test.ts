import { join } from "node:path";
import { expect, test } from "vitest";
import { openModel } from "../open-model.ts";
import { evaluateModel } from "./evaluate-model.ts";
import { readEvaluationData } from "./evaluation-data.ts";
import { completeProtocol } from "./protocol.ts";
import { hasPublishedData, instructFolder, writePublishedModel } from "./testing/published-model.ts";
import { scratchFolder } from "./testing/scratch.ts";

const scratch = scratchFolder();

test.skipIf(!hasPublishedData)("the papers' protocol as it is, on records of Dolly", async () => {
  writePublishedModel(scratch);
  const model = await openModel({ reference: scratch });
  try {
    const data = await readEvaluationData([join(instructFolder, "dolly/valid.jsonl")], { limit: 40 });
    const evaluate = (rows: number) => evaluateModel({ model, data, protocol: completeProtocol(), rows, folder: join(scratch, `rows ${rows}`) });
    const { data: [result] } = await evaluate(16);
    expect(result).toMatchObject({ name: "dolly/valid", leftOut: [], summary: { records: 40, seeds: [10, 20, 30, 40, 50].map((seed) => ({ seed })) } });
    // A random model finds a common word now and then.
    expect(result!.summary.rougeL.mean).toBeGreaterThan(0);
    expect(result!.summary.rougeL.mean).toBeLessThan(5);
    expect((await evaluate(8)).data[0]!.summary).toEqual(result!.summary);
  } finally {
    await model.close();
  }
});
