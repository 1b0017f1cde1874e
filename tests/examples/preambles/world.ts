import { biasRecords, type BiasRecord } from "../../../src/world/index.ts";

export const record: BiasRecord = biasRecords({ seed: 1, topic: "peoples", count: 1 })[0]!;
export const train = (_prompt: string, _output: string): void => {};
