import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SteadfastError } from "../../../base/index.ts";
import { randomStream, type RandomStream } from "../../../stats/index.ts";
import { openCheckpoint } from "../checkpoint.ts";
import { buildSafetensors } from "./build-safetensors.ts";
import { buildZip } from "./build-zip.ts";
import { mutate } from "./mutate.ts";
import { watchAllocations } from "./watch-allocations.ts";

/** How the runs ended. */
export interface FuzzOutcome {
  /** Every tensor was read. */
  read: number;
  /** By code: refused with a sentence. */
  refused: Record<string, number>;
  /** Milliseconds of the longest run. */
  slowest: number;
}

type Make = (random: RandomStream) => { name: string; content: Buffer };

/**
 * Opens and reads broken files, `runs` of them, and throws at the first that ends in anything but a whole read or a
 * SteadfastError, or that allocates more than its own size.
 */
export async function fuzz({ folder, runs, seed }: { folder: string; runs: number; seed: number }): Promise<FuzzOutcome> {
  const outcome: FuzzOutcome = { read: 0, refused: {}, slowest: 0 };
  const makers = [...safetensorsMakers(), ...pytorchMakers()];
  const watch = watchAllocations();
  try {
    for (let run = 0; run < runs; run++) {
      const { name, content } = makers[run % makers.length]!(randomStream(seed, run));
      const path = join(folder, name);
      writeFileSync(path, content);
      watch.takeLargest();
      const start = performance.now();
      const ended = await openAndRead(folder).catch((error: unknown) => error);
      outcome.slowest = Math.max(outcome.slowest, performance.now() - start);
      const largest = watch.takeLargest();
      rmSync(path);
      if (largest > content.length) throw new Error(`seed ${seed}, run ${run} (${name}): ${largest} elements were allocated for a file of ${content.length} bytes`);
      if (ended === undefined) outcome.read++;
      else if (ended instanceof SteadfastError && /^[^\n]{10,900}\.$/.test(ended.message) && ended.message.includes(folder)) outcome.refused[ended.code] = (outcome.refused[ended.code] ?? 0) + 1;
      else throw new Error(`seed ${seed}, run ${run} (${name}) ended badly`, { cause: ended });
    }
  } finally {
    watch.stop();
  }
  return outcome;
}

async function openAndRead(folder: string): Promise<undefined> {
  const checkpoint = await openCheckpoint(folder);
  try {
    for (const { name, shape } of checkpoint.tensors.values()) {
      const values = await checkpoint.read(name);
      if (values.length !== shape.reduce((product, size) => product * size, 1)) throw new Error(`${name} has ${values.length} elements`);
    }
    return undefined;
  } finally {
    await checkpoint.close();
  }
}

function safetensorsMakers(): Make[] {
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: { format: "pt" },
      a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
      b: { dtype: "BF16", shape: [4], data_offsets: [24, 32] },
      c: { dtype: "F16", shape: [2, 0], data_offsets: [32, 32] },
      d: { dtype: "I64", shape: [1], data_offsets: [32, 40] },
      e: { dtype: "BOOL", shape: [], data_offsets: [40, 41] },
    }),
  );
  const data = Buffer.from(Uint8Array.from({ length: 41 }, (_, index) => (index <= 32 ? index : 0)));
  const name = "model.safetensors";
  return [(random) => ({ name, content: mutate(buildSafetensors(header.toString(), data), random) }), (random) => ({ name, content: buildSafetensors(mutate(header, random, { text: true }).toString("latin1"), data) })];
}

function pytorchMakers(): Make[] {
  const fixtures = join(import.meta.dirname, "pytorch");
  const files = readdirSync(fixtures).filter((file) => file.endsWith(".bin"));
  const whole = files.map((file) => readFileSync(join(fixtures, file)));
  const parts = whole.map(entriesOf).filter((entries) => entries.length > 0);
  const name = "pytorch_model.bin";
  const large = parts.map((entries) => buildZip(entries, { large: true }));
  return [
    (random) => ({ name, content: mutate(pick(whole, random), random) }),
    (random) => ({ name, content: mutateTail(pick(random.integer(2) === 0 ? whole : large, random), random) }),
    // The pickle alone is changed, and the zip file around it is right.
    (random) => ({ name, content: buildZip(pick(parts, random).map((entry) => (entry.name.endsWith("/data.pkl") ? { ...entry, content: mutate(entry.content, random) } : entry))) }),
  ];
}

/** The directory, where a zip file is most easily broken, lies at its end. */
function mutateTail(bytes: Buffer, random: RandomStream): Buffer {
  const cut = Math.max(0, bytes.length - 400);
  return Buffer.concat([bytes.subarray(0, cut), mutate(bytes.subarray(cut), random)]);
}

function pick<T>(items: readonly T[], random: RandomStream): T {
  return items[random.integer(items.length)]!;
}

/** Reads what PyTorch packed by the local headers and the directory of its own short files. */
function entriesOf(zip: Buffer): { name: string; content: Buffer }[] {
  const entries: { name: string; content: Buffer }[] = [];
  for (let at = zip.indexOf("PK\u0001\u0002"); at !== -1; at = zip.indexOf("PK\u0001\u0002", at + 4)) {
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.push({ name: zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)), content: zip.subarray(start, start + zip.readUInt32LE(at + 20)) });
  }
  return entries;
}
