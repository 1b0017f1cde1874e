import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCheckpoint } from "../../src/lm/checkpoint/write-checkpoint.ts";
import { parametersOf } from "../../src/lm/architecture/parameters.ts";
import { readArchitecture } from "../../src/lm/architecture/read-architecture.ts";
import { writeFileAtomically } from "../../src/base/index.ts";

/** GPT-2 124M's configuration. */
export const gpt2Small = { model_type: "gpt2", n_embd: 768, n_head: 12, n_layer: 12, n_positions: 1024, vocab_size: 50257, bos_token_id: 50256, eos_token_id: 50256 };

/** A folder with random weights, 498 MB, in the temporary directory. */
export async function randomModelFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-bench-"));
  let state = 1;
  const tensors = parametersOf(readArchitecture(gpt2Small)).map(({ name, shape }) => {
    const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
    for (let index = 0; index < data.length; index += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      data[index] = (state / 2 ** 32 - 0.5) * 0.07;
    }
    return { name, shape, data };
  });
  await writeCheckpoint({ folder, tensors });
  await writeFileAtomically(join(folder, "config.json"), JSON.stringify(gpt2Small));
  return folder;
}
