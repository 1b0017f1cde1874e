import { SteadfastError } from "../../base/index.ts";
import type { Architecture } from "./description.ts";
import { gpt2 } from "./gpt2.ts";
import { llama } from "./llama.ts";
import { mistral } from "./mistral.ts";
import { opt } from "./opt.ts";
import { qwen2, qwen3 } from "./qwen.ts";
import { Settings } from "./settings.ts";
import { t5 } from "./t5.ts";

/** The families, by the `model_type` of their configuration. To add one: its file, and a line here. */
const families: Readonly<Record<string, (settings: Settings) => Architecture>> = { gpt2, opt, llama, mistral, qwen2, qwen3, t5 };

/**
 * What a parsed `config.json` describes.
 *
 * @throws SteadfastError `configuration-wrong` for a family, setting or value that is not supported, by name
 * @example
 * const architecture = readArchitecture(JSON.parse(await readFile("config.json", "utf8")));
 */
export function readArchitecture(configuration: unknown): Architecture {
  if (typeof configuration !== "object" || configuration === null || Array.isArray(configuration)) {
    throw new SteadfastError({ code: "configuration-wrong", sentence: "config.json does not hold an object.", hint: "Take the file that was published with the weights." });
  }
  const values = configuration as Record<string, unknown>;
  const family = values.model_type;
  if (typeof family !== "string" || !Object.hasOwn(families, family)) {
    throw new SteadfastError({
      code: "configuration-wrong",
      sentence: family === undefined ? 'config.json has no "model_type".' : `Models of the type ${JSON.stringify(family)} are not supported.`,
      hint: `Supported are ${Object.keys(families).join(", ")}.`,
    });
  }
  const settings = new Settings(family, values);
  const architecture = families[family]!(settings);
  settings.only("quantization_config", null);
  settings.finish();
  return architecture;
}
