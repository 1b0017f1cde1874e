import type { Architecture } from "./description.ts";
import { defaultHeadWidth, llamaLike } from "./llama.ts";
import type { Settings } from "./settings.ts";

/** Qwen2 and Qwen2.5 (arXiv 2407.10671): a Llama with biases on query, key and value. */
export function qwen2(settings: Settings): Architecture {
  settings.only("use_mrope", false);
  return llamaLike(settings, {
    family: "qwen2",
    biases: { queryKeyValue: true, output: false, feedForward: false },
    headWidth: defaultHeadWidth(settings),
    window: windowByLayer(settings),
    tiedByDefault: false,
  });
}

/** Qwen3, dense (arXiv 2505.09388): norms per head on query and key, a head width of its own. */
export function qwen3(settings: Settings): Architecture {
  const attention = settings.flag("attention_bias", false);
  return llamaLike(settings, {
    family: "qwen3",
    biases: { queryKeyValue: attention, output: attention, feedForward: false },
    headWidth: settings.count("head_dim", 128, 65_536),
    headNorms: true,
    window: windowByLayer(settings),
    tiedByDefault: false,
  });
}

/** A window in the layers from `max_window_layers` on, or in those that `layer_types` names, where it is in use at all. */
function windowByLayer(settings: Settings): (index: number) => number | undefined {
  const used = settings.flag("use_sliding_window", false);
  const window = settings.optionalCount("sliding_window");
  const from = settings.read("max_window_layers") ?? 28;
  if (typeof from !== "number" || !Number.isInteger(from) || from < 0) throw settings.wrong("max_window_layers", "a whole number");
  const types = settings.read("layer_types");
  if (types !== null) {
    const known = Array.isArray(types) && types.length === settings.layers("num_hidden_layers") && types.every((type) => type === "full_attention" || type === "sliding_attention");
    if (!known) throw settings.wrong("layer_types", '"full_attention" or "sliding_attention" for each layer');
    if (types.includes("sliding_attention") && window === undefined) throw settings.missing("sliding_window");
    return (index) => (types[index] === "sliding_attention" ? window : undefined);
  }
  if (!used) return () => undefined;
  if (window === undefined) throw settings.missing("sliding_window");
  return (index) => (index >= from ? window : undefined);
}
