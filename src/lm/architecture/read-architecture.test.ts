import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { goldenFolder, goldenNames } from "../testing/golden.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { neuronCount, parameterCount, parametersOf, sitesOf } from "./parameters.ts";
import { readArchitecture } from "./read-architecture.ts";

/** Configurations as published, what the models compute with only. */
const gpt2Small = { model_type: "gpt2", n_embd: 768, n_head: 12, n_layer: 12, n_positions: 1024, n_ctx: 1024, vocab_size: 50257, activation_function: "gelu_new", resid_pdrop: 0.1, summary_type: "cls_index", task_specific_params: { "text-generation": { do_sample: true, max_length: 50 } } };
const flan = (d_model: number, num_heads: number, d_ff: number, num_layers: number) => ({
  model_type: "t5", d_model, d_kv: 64, d_ff, num_layers, num_decoder_layers: num_layers, num_heads, vocab_size: 32128, feed_forward_proj: "gated-gelu", is_gated_act: true, dense_act_fn: "gelu_new", is_encoder_decoder: true,
  tie_word_embeddings: false, relative_attention_num_buckets: 32, relative_attention_max_distance: 128, layer_norm_epsilon: 1e-6, n_positions: 512, output_past: true, dropout_rate: 0.1, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0,
});

describe("from configurations alone", () => {
  test.each([
    ["Flan-T5 base", flan(768, 12, 2048, 12), 227_328],
    ["Flan-T5 large", flan(1024, 16, 2816, 24), 614_400],
    ["Flan-T5 xl", flan(2048, 32, 5120, 24), 1_179_648],
    ["GPT-2 124M", gpt2Small, 82_944],
  ])("%s has its published number of neurons", (_, configuration, count) => {
    expect(neuronCount(readArchitecture(configuration))).toBe(count);
  });

  test.each([
    ["GPT-2 124M", gpt2Small, 124_439_808],
    ["Flan-T5 base", flan(768, 12, 2048, 12), 247_577_856],
    ["Qwen3 0.6B", { model_type: "qwen3", hidden_size: 1024, intermediate_size: 3072, num_hidden_layers: 28, num_attention_heads: 16, num_key_value_heads: 8, head_dim: 128, max_position_embeddings: 40960, vocab_size: 151936, tie_word_embeddings: true, max_window_layers: 28, use_sliding_window: false, sliding_window: null, rope_scaling: null, rope_theta: 1000000, rms_norm_eps: 1e-6, hidden_act: "silu", attention_bias: false, attention_dropout: 0 }, 596_049_920],
    ["OPT 350M", { model_type: "opt", hidden_size: 1024, ffn_dim: 4096, num_hidden_layers: 24, num_attention_heads: 16, max_position_embeddings: 2048, vocab_size: 50272, word_embed_proj_dim: 512, do_layer_norm_before: false, prefix: "</s>", init_std: 0.02, layerdrop: 0 }, 331_196_416],
  ])("%s has its published number of parameters", (_, configuration, count) => {
    expect(parameterCount(readArchitecture(configuration))).toBe(count);
  });
});

test.each(plainConfigurations)("$name: names and shapes are those of an independent list", ({ config }) => {
  const listed = [...randomParameters(config, 1)].map(([name, { shape }]) => `${name} ${shape.join()}`);
  expect(parametersOf(readArchitecture(config)).map(({ name, shape }) => `${name} ${shape.join()}`).sort()).toEqual(listed.sort());
});

describe("sites", () => {
  test("have names, and know their parameter and place in it", () => {
    const sites = sitesOf(readArchitecture(gpt2Small));
    expect(sites).toHaveLength(72);
    expect(sites.slice(0, 6).map(({ site }) => site)).toEqual(["query", "key", "value", "output"].map((part) => `decoder.0.selfAttention.${part}`).concat("decoder.0.feedForward.up", "decoder.0.feedForward.down"));
    expect(sites[2]).toMatchObject({ weight: "transformer.h.0.attn.c_attn.weight", bias: "transformer.h.0.attn.c_attn.bias", start: 1536, outputs: 768, publishedOutputs: 2304, layout: "inputs by outputs" });
    const projected = sitesOf(readArchitecture(JSON.parse(readFileSync(join(goldenFolder("opt-postln"), "config.json"), "utf8"))));
    expect([projected[0]!.site, projected.at(-1)!.site]).toEqual(["decoder.projectionIn", "decoder.projectionOut"]);
    const crossed = sitesOf(readArchitecture(flan(64, 4, 128, 1))).map(({ site }) => site);
    expect(crossed).toContain("encoder.0.feedForward.gate");
    expect(crossed).toContain("decoder.0.crossAttention.value");
  });

  test("of every golden checkpoint have unique names, and no two share a neuron", () => {
    for (const name of goldenNames) {
      const sites = sitesOf(readArchitecture(JSON.parse(readFileSync(join(goldenFolder(name), "config.json"), "utf8"))));
      expect(new Set(sites.map(({ site }) => site)).size).toBe(sites.length);
      expect(new Set(sites.flatMap(({ weight, start, outputs }) => Array.from({ length: outputs }, (_, index) => `${weight} ${start + index}`))).size).toBe(sites.reduce((sum, { outputs }) => sum + outputs, 0));
    }
  });
});

test("whatever a configuration holds, it is read or refused, at once", () => {
  const values = fc.oneof(fc.constantFrom(null, true, false, "gelu", "", -1, 0, 0.5, 1, 3, 1e5, 1e8, 1e18, Number.MAX_SAFE_INTEGER, "constructor"), fc.jsonValue());
  const names = [...new Set(plainConfigurations.flatMap(({ config }) => Object.keys(config)))];
  fc.assert(
    fc.property(fc.constantFrom(...plainConfigurations), fc.dictionary(fc.constantFrom(...names, "rope_scaling", "layer_types"), values, { maxKeys: 4 }), ({ config }, changes) => {
      const started = performance.now();
      try {
        parametersOf(readArchitecture({ ...config, ...changes }));
      } catch (error) {
        expect(error).toBeInstanceOf(SteadfastError);
      }
      expect(performance.now() - started).toBeLessThan(2000);
    }),
    { numRuns: 2000 },
  );
});

describe("what is not supported is refused by name", () => {
  const llama = { model_type: "llama", hidden_size: 64, intermediate_size: 172, num_hidden_layers: 3, num_attention_heads: 4, max_position_embeddings: 64, vocab_size: 256 };
  test.each([
    [{ model_type: "smollm3" }, 'Models of the type "smollm3" are not supported.'],
    [{ model_type: "toString" }, 'Models of the type "toString" are not supported.'],
    [null, "config.json does not hold an object."],
    [{ ...llama, no_rope_layers: [1, 0] }, 'In config.json of a llama model, "no_rope_layers" is not known for this family.'],
    [{ ...llama, rope_scaling: { rope_type: "yarn", factor: 4 } }, 'In config.json of a llama model, "rope_scaling" asks for the kind "yarn"; supported are default, linear, llama3.'],
    [{ ...llama, rope_scaling: { type: "linear" } }, 'In config.json of a llama model, "rope_scaling" needs a number above 0 for "factor".'],
    [{ ...llama, hidden_act: "relu2" }, 'In config.json of a llama model, "hidden_act" is "relu2"; supported is one of gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu, silu, swish.'],
    [{ ...llama, num_attention_heads: 5 }, 'In config.json of a llama model, "num_attention_heads" (5) does not divide hidden_size (64).'],
    [{ ...llama, num_key_value_heads: 3 }, 'In config.json of a llama model, "num_key_value_heads" (3) does not divide num_attention_heads (4).'],
    [{ ...llama, hidden_size: -1 }, 'In config.json of a llama model, "hidden_size" is -1; supported is a whole number from 1 to 1000000.'],
    [{ ...llama, hidden_size: 1e300 }, 'In config.json of a llama model, "hidden_size" is 1e+300; supported is a whole number from 1 to 1000000.'],
    [{ ...llama, vocab_size: undefined }, 'config.json of a llama model lacks "vocab_size".'],
    [{ ...llama, quantization_config: { bits: 4 } }, 'In config.json of a llama model, "quantization_config" is {"bits":4}; supported is null.'],
    [{ ...gpt2Small, add_cross_attention: true }, 'In config.json of a gpt2 model, "add_cross_attention" is true; supported is false.'],
    [{ ...flan(64, 4, 128, 2), feed_forward_proj: "gated-swiglu" }, 'In config.json of a t5 model, "feed_forward_proj" is "gated-swiglu"; supported is one of '],
  ])("%#", (configuration, sentence) => {
    expect(() => readArchitecture(configuration)).toThrow(sentence);
  });
});
