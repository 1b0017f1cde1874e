import type { SpecialIds } from "./description.ts";
import type { Settings } from "./settings.ts";

/** The special ids of a configuration. */
export function specialIds(settings: Settings): SpecialIds {
  const first = (name: string): number | undefined => settings.ids(name)[0];
  const [begin, padding, decoderStart] = [first("bos_token_id"), first("pad_token_id"), first("decoder_start_token_id")];
  return {
    ...(begin === undefined ? {} : { begin }),
    end: settings.ids("eos_token_id"),
    ...(padding === undefined ? {} : { padding }),
    ...(decoderStart === undefined ? {} : { decoderStart }),
  };
}

/** Whether the head is the token embedding. */
export function headTied(settings: Settings, fallback: boolean): boolean {
  return settings.flag("tie_word_embeddings", fallback);
}
