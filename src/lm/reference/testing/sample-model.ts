import { randomStream } from "../../../stats/index.ts";

/** Bytes that no mistake reproduces. */
export function noise(seed: number, size: number): Uint8Array {
  const random = randomStream(seed, "bytes");
  return Uint8Array.from({ length: size }, () => random.integer(256));
}

/** The files of a small model, and some that nobody here wants. */
export function sampleModel(weights: Uint8Array = noise(1, 300_000)): Record<string, string | Uint8Array> {
  return {
    ".gitattributes": "*.safetensors filter=lfs\n",
    "README.md": "# A model\n",
    "config.json": '{"model_type":"gpt2"}\n',
    "flax_model.msgpack": "flax",
    "generation_config.json": "{}\n",
    "model.safetensors": weights,
    "pytorch_model.bin": noise(2, 1000),
    "tf_model.h5": "tf",
    "tokenizer.json": '{"version":"1.0"}\n',
    "tokenizer_config.json": "{}\n",
    "vocab.json": "{}\n",
    "model.onnx": "onnx",
  };
}

/** The names of `sampleModel` that are wanted. */
export const sampleNames: readonly string[] = ["README.md", "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.json"];

/** The same in two shards. */
export function shardedModel(): Record<string, string | Uint8Array> {
  return {
    "config.json": "{}\n",
    "tokenizer.json": "{}\n",
    "model.safetensors.index.json": JSON.stringify({ weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors", c: "model-00001-of-00002.safetensors" } }),
    "model-00001-of-00002.safetensors": noise(3, 200_000),
    "model-00002-of-00002.safetensors": noise(4, 150_000),
    "model-00003-of-00002.safetensors": noise(5, 10),
    "pytorch_model.bin": noise(6, 10),
  };
}
