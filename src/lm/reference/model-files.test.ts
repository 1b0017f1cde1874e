import { expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { selectModelFiles, shardNames } from "./model-files.ts";
import { sampleModel, sampleNames } from "./testing/sample-model.ts";

test("weights are taken once, as safetensors where there are such", () => {
  expect(selectModelFiles(["model.safetensors", "pytorch_model.bin", "model.safetensors.index.json"]).weights).toEqual({ kind: "file", name: "model.safetensors" });
  expect(selectModelFiles(["pytorch_model.bin", "model.safetensors.index.json"]).weights).toEqual({ kind: "index", name: "model.safetensors.index.json" });
  expect(selectModelFiles(["pytorch_model.bin", "model.fp16.safetensors"]).weights).toEqual({ kind: "file", name: "pytorch_model.bin" });
  expect(selectModelFiles(["pytorch_model.bin.index.json"])).toEqual({ small: ["pytorch_model.bin.index.json"], weights: { kind: "index", name: "pytorch_model.bin.index.json" } });
  expect(selectModelFiles(["tf_model.h5", "model.gguf", "sub/model.safetensors"]).weights).toBeNull();
});

test("of other files, only those that are read here", () => {
  const { small, weights } = selectModelFiles(Object.keys(sampleModel()));
  expect([...small, weights!.name].sort()).toEqual([...sampleNames].sort());
});

test("shards are each named once", () => {
  const text = JSON.stringify({ metadata: {}, weight_map: { a: "model-2.safetensors", b: "model-1.safetensors", c: "model-2.safetensors" } });
  expect(shardNames({ name: "i", text, of: "m" })).toEqual(["model-1.safetensors", "model-2.safetensors"]);
});

test.each(["", "null", "[]", "{}", '{"weight_map":[]}', '{"weight_map":{}}', '{"weight_map":{"a":1}}', '{"weight_map":{"a":"../x.safetensors"}}', '{"weight_map":{"a":"/x.bin"}}', '{"weight_map":{"a":"a\\\\..\\\\x.bin"}}', '{"weight_map":{"a":"config.json"}}', '{"weight_map":{"a":".x.bin"}}', '{"weight_map":{"a":"C:x.bin"}}'])(
  "the index %s is refused",
  (text) => {
    expect(() => shardNames({ name: "model.safetensors.index.json", text, of: "org/name" })).toThrow(expect.objectContaining({ constructor: SteadfastError, code: "weight-index-malformed" }));
  },
);
