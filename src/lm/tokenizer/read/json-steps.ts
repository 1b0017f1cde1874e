import { spellBytes } from "../byte-alphabet.ts";
import { damaged, shown, unsupported } from "../failure.ts";
import { byGrapheme } from "../normalize/by-grapheme.ts";
import { CharacterMap } from "../normalize/double-array.ts";
import { readPattern } from "../pattern.ts";
import { isObject, type JsonObject } from "./folder.ts";

/** A step of tokenizer.json: an object with a type. */
export function readStep(value: unknown, what: string, file: string): JsonObject & { readonly type: string } {
  if (isObject(value) && typeof value["type"] === "string") return value as JsonObject & { readonly type: string };
  throw damaged(file, `${shown(value)} is no ${what}`);
}

/** The steps of a sequence, one inside the other flattened; a step that is null is none. */
export function flatSteps(value: unknown, what: string, list: string, file: string): (JsonObject & { readonly type: string })[] {
  if (value === null || value === undefined) return [];
  const step = readStep(value, what, file);
  if (step.type !== "Sequence") return [step];
  const steps = step[list];
  if (!Array.isArray(steps)) throw damaged(file, `its ${what} is a sequence without "${list}"`);
  return steps.flatMap((inner) => flatSteps(inner, what, list, file));
}

/** The step that brings text into the form of the vocabulary. */
export function readNormalizer(value: unknown, file: string): (text: string) => string {
  const steps = flatSteps(value, "normalizer", "normalizers", file).map((step) => normalizer(step, file));
  return (text) => steps.reduce((normalised, step) => step(normalised), text);
}

function normalizer(step: JsonObject & { readonly type: string }, file: string): (text: string) => string {
  switch (step.type) {
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD": {
      const form = step.type;
      return (text) => text.normalize(form);
    }
    case "Lowercase":
      // One by one: as a word, a final Σ would become another letter.
      return (text) => text.replace(/\p{Changes_When_Lowercased}/gu, (character) => character.toLowerCase());
    case "StripAccents":
      return (text) => text.replace(/\p{M}/gu, "");
    case "Strip":
      return (text) => {
        const left = step["strip_left"] === true ? text.replace(/^\p{White_Space}+/u, "") : text;
        return step["strip_right"] === true ? left.replace(/(?<!\p{White_Space})\p{White_Space}+$/u, "") : left;
      };
    case "Replace": {
      const pattern = readPattern(step["pattern"], file);
      const content = text(step["content"], "content", file);
      return (given) => given.replace(pattern, () => content);
    }
    case "Prepend": {
      const prefix = text(step["prepend"], "prepend", file);
      return (given) => (given === "" ? "" : prefix + given);
    }
    case "Precompiled":
      return precompiled(step["precompiled_charsmap"], file);
    case "ByteLevel":
      return spellBytes;
    default:
      throw unsupported(file, `asks for the normalizer ${shown(step.type)}, which is not one of those that are followed`);
  }
}

function precompiled(value: unknown, file: string): (text: string) => string {
  if (value === null || value === undefined || value === "") return (given) => given;
  return byGrapheme(readCharacterMap(Buffer.from(text(value, "precompiled_charsmap", file), "base64"), file));
}

export function readCharacterMap(bytes: Uint8Array, file: string): CharacterMap {
  try {
    return new CharacterMap(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged(file, cause.message, cause);
    throw cause;
  }
}

/** A text of a step. */
export function text(value: unknown, name: string, file: string): string {
  if (typeof value === "string") return value;
  throw damaged(file, `"${name}" is ${shown(value)}, not a text`);
}
