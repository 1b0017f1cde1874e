import fc from "fast-check";
import type { Example } from "../example.ts";

/** Tokens that occur once in all examples: whose they are and where they stood can be read off them. */
const stride = 1000;

/** Examples of the given lengths; token t of example n is n × 1000 + t + 1. */
export function plantedExamples(lengths: readonly (readonly [prompt: number, response: number])[]): Example[] {
  return lengths.map(([promptLength, responseLength], example) => ({
    ids: Int32Array.from({ length: promptLength + responseLength }, (_, at) => example * stride + at + 1),
    promptLength,
    responseLength,
    line: 10 * (example + 1),
  }));
}

/** The example that a token was planted in. */
export function ownerOf(token: number): number {
  return Math.floor((token - 1) / stride);
}

const length = fc.integer({ min: 1, max: 40 });

/** Some examples of any lengths up to 40 and 40. */
export const anyExamples: fc.Arbitrary<Example[]> = fc.array(fc.tuple(length, length), { minLength: 1, maxLength: 60 }).map(plantedExamples);
