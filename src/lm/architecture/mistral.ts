import type { Architecture } from "./description.ts";
import { defaultHeadWidth, llamaLike } from "./llama.ts";
import type { Settings } from "./settings.ts";

/** Mistral (Jiang et al. 2023, arXiv 2310.06825): a Llama that sees a window of positions, its own included. */
export function mistral(settings: Settings): Architecture {
  const window = settings.optionalCount("sliding_window");
  return llamaLike(settings, {
    family: "mistral",
    biases: { queryKeyValue: false, output: false, feedForward: false },
    headWidth: defaultHeadWidth(settings),
    window: () => window,
    tiedByDefault: false,
  });
}
