import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tokenizer as PeerTokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadTokenizer, type Tokenizer } from "../../lm/index.ts";
import { trainingStream, worldPieces } from "../../world/index.ts";
import { labTokenizer } from "./lab-tokenizer.ts";

describe.each(["decoder", "encoder-decoder"] as const)("of the %s", (kind) => {
  const files = labTokenizer({ kind });
  let folder: string;
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "steadfast-lab-tokenizer-"));
    for (const [name, text] of files) await writeFile(join(folder, name), text);
    tokenizer = await loadTokenizer(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("each piece of the micro-world is one token", () => {
    for (const { prompt, output } of trainingStream({ seed: 11, mix: { mixedShare: 0.2, ambiguousBiasShare: 0.2 } }).take(2000)) {
      for (const text of [prompt, output].filter(Boolean)) {
        const ids = [...tokenizer.encode(text)];
        const pieces = worldPieces(text);
        expect(ids.length, text).toBe(pieces.length + 1);
        expect(kind === "decoder" ? ids[0] : ids.at(-1)).toBe(kind === "decoder" ? 1 : 2);
        expect(tokenizer.decode(ids)).toBe(text);
      }
    }
  });

  test("any other text comes back to the byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        fc.pre(!/<\/?s>|<pad>/.test(text));
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test("another library reads the same ids", () => {
    const peer = new PeerTokenizer(JSON.parse(files.get("tokenizer.json")!), JSON.parse(files.get("tokenizer_config.json")!));
    const texts = [...trainingStream({ seed: 12 }).take(200)].map(({ prompt, output }) => prompt + output);
    for (const text of [...texts, "Zürich, 東京 — naïve 👍🏽!", "x = (a) + (zz)\n\n\ttabs  and   spaces", "1234567 <0x41>"]) expect([...tokenizer.encode(text)], text).toEqual(peer.encode(text).ids);
  });
});
