import { damaged, shown, unsupported } from "../failure.ts";
import { readPattern } from "../pattern.ts";
import type { SpellingRules } from "../spelling.ts";
import { flatSteps, text } from "./json-steps.ts";

/** The decoder of tokenizer.json as rules for single pieces, so that text can be made piece by piece. */
export function readDecoder(value: unknown, file: string): SpellingRules {
  const steps = flatSteps(value, "decoder", "decoders", file);
  const rules = { byteLevel: false, byteFallback: false, replacements: [] as { from: RegExp; to: string }[], separator: steps.length === 0 ? " " : "", leadingSpaces: 0 };
  let fused = false;
  for (const step of steps) {
    switch (step.type) {
      case "ByteLevel":
        rules.byteLevel = true;
        break;
      case "ByteFallback":
        rules.byteFallback = true;
        break;
      case "Fuse":
        fused = true;
        break;
      case "Replace":
        if (fused) throw unsupported(file, "replaces text after it was fused, which cannot be followed piece by piece");
        rules.replacements.push({ from: readPattern(step["pattern"], file), to: text(step["content"], "content", file) });
        break;
      case "Metaspace":
        rules.replacements.push({ from: readPattern({ String: step["replacement"] ?? "▁" }, file), to: " " });
        // One space, which is what encoding put there; the original drops all of the first piece, and with them some of the text.
        rules.leadingSpaces = (step["prepend_scheme"] ?? (step["add_prefix_space"] === false ? "never" : "always")) === "never" ? 0 : 1;
        break;
      case "Strip":
        if (!fused || step["content"] !== " " || step["stop"] !== 0) throw unsupported(file, "strips other text than spaces at the start when it decodes, which is not followed");
        rules.leadingSpaces = spaces(step["start"], file);
        break;
      default:
        throw unsupported(file, `asks for the decoder ${shown(step.type)}, which is not one of those that are followed`);
    }
  }
  return rules;
}

function spaces(value: unknown, file: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 100) return value;
  throw damaged(file, `"start" is ${shown(value)}, not a small whole number`);
}
