import { describe, expect, test } from "vitest";
import { expectEqual, largestDifference, model } from "./compare.ts";
import { llama } from "./families/llama.ts";
import { mistral } from "./families/mistral.ts";
import { qwen2 } from "./families/qwen2.ts";
import { qwen3 } from "./families/qwen3.ts";
import { layerNorm } from "./norms.ts";
import type { PlainParameters, PlainTensor } from "./parameters.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "./plain-logits.ts";
import { randomParameters } from "./random-checkpoint.ts";

type Config = Record<string, unknown>;

const ids = [5, 17, 3, 42, 17, 8, 29, 11, 2, 36];
const decoderIds = [0, 9, 31, 9, 25];

describe("models that must be equal are", () => {
  test("shared key heads and copies of them", () => {
    const { config, parameters } = model("llama");
    const copied = mapped(parameters, /[kv]_proj\.weight$/, ({ shape, data }) => {
      const half = data.length / 2;
      const heads = [data.slice(0, half), data.slice(0, half), data.slice(half), data.slice(half)];
      return { shape: [2 * shape[0]!, shape[1]!], data: Float64Array.from(heads.flatMap((head) => [...head])) };
    });
    expectEqual(plainDecoderLogits({ ...config, num_key_value_heads: 4 }, copied, ids), plainDecoderLogits(config, parameters, ids));
  });

  test("a bias of the values and its product with the output matrix", () => {
    const { config, parameters } = model("llama tied, with all biases and a key head for each head");
    const moved = new Map(parameters);
    for (const layer of [0, 1]) {
      const self = `model.layers.${layer}.self_attn`;
      const value = parameters.get(`${self}.v_proj.bias`)!.data;
      const output = parameters.get(`${self}.o_proj.weight`)!.data;
      const bias = parameters.get(`${self}.o_proj.bias`)!;
      // Weights of attention sum to 1.
      moved.set(`${self}.o_proj.bias`, { ...bias, data: bias.data.map((element, channel) => element + value.reduce((total, each, input) => total + each * output[channel * 32 + input]!, 0)) });
      moved.set(`${self}.v_proj.bias`, { shape: [32], data: new Float64Array(32) });
    }
    expectEqual(plainDecoderLogits(config, moved, ids), plainDecoderLogits(config, parameters, ids));
  });

  test("a feed-forward that is all bias and the constant that it gives", () => {
    const { config, parameters } = model("llama tied, with all biases and a key head for each head");
    const blind = mapped(parameters, /(?:gate|up)_proj\.weight$/, zeros);
    const constant = new Map(mapped(blind, /(?:gate|up)_proj\.bias$/, zeros));
    for (const layer of [0, 1]) {
      const [gate, up, weight, bias] = ["gate_proj.bias", "up_proj.bias", "down_proj.weight", "down_proj.bias"].map((which) => parameters.get(`model.layers.${layer}.mlp.${which}`)!.data);
      const inner = gate!.map((value, unit) => (value / (1 + Math.exp(-value))) * up![unit]!);
      constant.set(`model.layers.${layer}.mlp.down_proj.bias`, { shape: [32], data: bias!.map((element, channel) => element + inner.reduce((total, each, unit) => total + each * weight![channel * 44 + unit]!, 0)) });
    }
    expectEqual(plainDecoderLogits(config, blind, ids), plainDecoderLogits(config, constant, ids));
  });

  test.for(["llama with linear rope_scaling", "llama with llama3 rope_scaling"])("%s by 1 and none", (name) => {
    const { config, parameters } = model(name);
    const unscaled = plainDecoderLogits({ ...config, rope_scaling: null }, parameters, ids);
    expectEqual(plainDecoderLogits({ ...config, rope_scaling: { ...(config.rope_scaling as Config), factor: 1 } }, parameters, ids), unscaled);
    expect(largestDifference(plainDecoderLogits(config, parameters, ids), unscaled)).toBeGreaterThan(0.01);
  });

  test("a window as long as the row and none", () => {
    const { config, parameters } = model("mistral with a window of 4");
    expectEqual(plainDecoderLogits({ ...config, sliding_window: 10 }, parameters, ids), plainDecoderLogits({ ...config, sliding_window: null }, parameters, ids));
    expect(largestDifference(plainDecoderLogits({ ...config, sliding_window: 9 }, parameters, ids), plainDecoderLogits({ ...config, sliding_window: null }, parameters, ids))).toBeGreaterThan(1e-4);
  });

  test("24 inner units of GPT-2 and 64 of which 40 are idle", () => {
    const { config, parameters } = model("gpt2 with n_inner of its own");
    const padded = mapped(
      mapped(mapped(parameters, /c_fc\.weight$/, (tensor) => padColumns(tensor, 64)), /c_fc\.bias$/, ({ data }) => ({ shape: [64], data: Float64Array.from({ length: 64 }, (_, unit) => data[unit] ?? 0) })),
      /mlp\.c_proj\.weight$/,
      (tensor) => padRows(tensor, 64),
    );
    expectEqual(plainDecoderLogits({ ...config, n_inner: null }, padded, ids), plainDecoderLogits(config, parameters, ids));
  });

  test("T5's heads and wider ones whose further channels are idle, for scores are not scaled by their width", () => {
    const { config, parameters } = model("t5");
    // [head·4, 16] → [head·6, 16], and the same for the columns of the output.
    const widened = mapped(parameters, /Attention\.[qkv]\.weight$/, ({ data }) => ({
      shape: [24, 16],
      data: Float64Array.from({ length: 24 * 16 }, (_, place) => (Math.floor(place / 16) % 6 < 4 ? data[(Math.floor(place / 96) * 4 + (Math.floor(place / 16) % 6)) * 16 + (place % 16)]! : 0)),
    }));
    const both = mapped(widened, /Attention\.o\.weight$/, ({ data }) => ({
      shape: [16, 24],
      data: Float64Array.from({ length: 16 * 24 }, (_, place) => ((place % 24) % 6 < 4 ? data[Math.floor(place / 24) * 16 + Math.floor((place % 24) / 6) * 4 + ((place % 24) % 6)]! : 0)),
    }));
    expectEqual(plainEncoderDecoderLogits({ ...config, d_kv: 6 }, both, ids, decoderIds), plainEncoderDecoderLogits(config, parameters, ids, decoderIds));
  });

  test("three decoder layers of which two do nothing and one", () => {
    const { config, parameters } = model("t5 with narrow heads, stacks of different lengths and few buckets");
    const idle = mapped(parameters, /^decoder\.block\.[12]\..*\.(?:o|wo)\.weight$/, zeros);
    expectEqual(plainEncoderDecoderLogits({ ...config, num_decoder_layers: 1 }, parameters, ids, decoderIds), plainEncoderDecoderLogits(config, idle, ids, decoderIds));
    expect(largestDifference(plainEncoderDecoderLogits(config, parameters, ids, decoderIds), plainEncoderDecoderLogits(config, idle, ids, decoderIds))).toBeGreaterThan(0.01);
  });

  test("a tied head and a head that is a copy, T5's smaller by the root of its width", () => {
    for (const name of ["gpt2", "opt", "opt with norms after the blocks and a narrow embedding", "qwen2", "qwen3 with head_dim of its own"]) {
      const { config, parameters } = model(name);
      const tokens = [...parameters].find(([key]) => /(?:wte|embed_tokens)\.weight$/.test(key))![1];
      expect(plainDecoderLogits({ ...config, tie_word_embeddings: false }, new Map(parameters).set("lm_head.weight", tokens), ids), name).toEqual(plainDecoderLogits(config, parameters, ids));
    }
    const { config, parameters } = model("t5");
    const tokens = parameters.get("shared.weight")!;
    const head = { ...tokens, data: tokens.data.map((value) => value / 4) };
    expectEqual(plainEncoderDecoderLogits({ ...config, tie_word_embeddings: false }, new Map(parameters).set("lm_head.weight", head), ids, decoderIds), plainEncoderDecoderLogits(config, parameters, ids, decoderIds));
  });

  test("attention that later layers scale down, and queries that are born smaller there", () => {
    const { config, parameters } = model("gpt2");
    // The first 16 of 48 columns of [16, 48] are the queries'.
    const queries = (tensor: PlainTensor, factor: number): PlainTensor => ({ ...tensor, data: tensor.data.map((value, place) => (place % 48 < 16 ? value * factor : value)) });
    const halved = mapped(parameters, /h\.1\.attn\.c_attn/, (tensor) => queries(tensor, 1 / 2));
    expectEqual(plainDecoderLogits({ ...config, scale_attn_by_inverse_layer_idx: true }, parameters, ids), plainDecoderLogits(config, halved, ids));
    // Heads are 4 wide: a score is half the product.
    const doubled = mapped(parameters, /attn\.c_attn/, (tensor) => queries(tensor, 2));
    expectEqual(plainDecoderLogits(config, doubled, ids), plainDecoderLogits({ ...config, scale_attn_weights: false }, parameters, ids));
  });

  test("OPT without biases or norm parameters, and with ones that do nothing", () => {
    const { config, parameters } = model("opt");
    const unbiased = { ...config, enable_bias: false };
    const fewer = randomParameters(unbiased, 1);
    expect(parameters.size - fewer.size).toBe(2 * 6);
    expectEqual(plainDecoderLogits(unbiased, fewer, ids), plainDecoderLogits(config, mapped(parameters, /(?:proj|fc.)\.bias$/, zeros), ids));
    const unscaled = { ...config, layer_norm_elementwise_affine: false };
    const fewest = randomParameters(unscaled, 1);
    expect(parameters.size - fewest.size).toBe(2 * 4 + 2);
    const neutral = mapped(mapped(parameters, /norm\.bias$/, zeros), /norm\.weight$/, ({ shape, data }) => ({ shape, data: data.map(() => 1) }));
    expectEqual(plainDecoderLogits(unscaled, fewest, ids), plainDecoderLogits(config, neutral, ids));
  });

  test("OPT's last norm and head, and the same done to a model without", () => {
    const { config, parameters } = model("opt");
    // A head that is the identity gives the hidden state itself.
    const identity = { shape: [16, 16], data: Float64Array.from({ length: 256 }, (_, place) => (place % 17 === 0 ? 1 : 0)) };
    const small = new Map(parameters).set("lm_head.weight", identity).set("model.decoder.embed_tokens.weight", parameterSlice(parameters.get("model.decoder.embed_tokens.weight")!, 16));
    const few = ids.map((id) => id % 16);
    const hidden = plainDecoderLogits({ ...config, vocab_size: 16, tie_word_embeddings: false, _remove_final_layer_norm: true }, small, few);
    const normed = plainDecoderLogits({ ...config, vocab_size: 16, tie_word_embeddings: false }, small, few);
    const [scale, bias] = ["weight", "bias"].map((which) => parameters.get(`model.decoder.final_layer_norm.${which}`)!);
    expectEqual(normed, layerNorm(hidden, scale, bias, 1e-5));
    expect(largestDifference(normed, hidden)).toBeGreaterThan(0.1);
    expect(randomParameters({ ...config, _remove_final_layer_norm: true }, 1).size).toBe(parameters.size - 2);
  });
});

test("a silent configuration means what its family publishes", () => {
  const silent = { hidden_size: 4096, num_attention_heads: 64 };
  expect(llama(silent)).toEqual({ keyHeads: 64, headWidth: 64, queryKeyValueBias: false, outputBias: false, feedForwardBias: false, headNorms: false, window: null, tiedHead: false });
  expect(mistral(silent)).toEqual({ ...llama(silent), keyHeads: 8, window: 4096 });
  expect(qwen2(silent)).toEqual({ ...llama(silent), keyHeads: 32, queryKeyValueBias: true });
  expect(qwen3(silent)).toEqual({ ...llama(silent), keyHeads: 32, headWidth: 128, headNorms: true });
  for (const family of [llama, mistral, qwen2, qwen3]) expect(family({ ...silent, num_key_value_heads: null }).keyHeads).toBe(64);
});

function mapped(parameters: PlainParameters, names: RegExp, change: (tensor: PlainTensor) => PlainTensor): PlainParameters {
  expect([...parameters.keys()].some((name) => names.test(name))).toBe(true);
  return new Map([...parameters].map(([name, tensor]) => [name, names.test(name) ? change(tensor) : tensor]));
}

function zeros({ shape, data }: PlainTensor): PlainTensor {
  return { shape, data: new Float64Array(data.length) };
}

function padColumns({ shape, data }: PlainTensor, columns: number): PlainTensor {
  const [rows, old] = [shape[0]!, shape[1]!];
  return { shape: [rows, columns], data: Float64Array.from({ length: rows * columns }, (_, place) => (place % columns < old ? data[Math.floor(place / columns) * old + (place % columns)]! : 0)) };
}

function padRows({ shape, data }: PlainTensor, rows: number): PlainTensor {
  return { shape: [rows, shape[1]!], data: Float64Array.from({ length: rows * shape[1]! }, (_, place) => data[place] ?? 0) };
}

function parameterSlice({ shape, data }: PlainTensor, rows: number): PlainTensor {
  return { shape: [rows, shape[1]!], data: data.slice(0, rows * shape[1]!) };
}
