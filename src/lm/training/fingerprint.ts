import { createHash } from "node:crypto";
import { basename } from "node:path";
import { canonicalJson, type Json, SteadfastError } from "../../base/index.ts";
import type { LanguageModel } from "../model/language-model.ts";

/** What the bits of a training depend on, by the words that name it to people. */
export type Fingerprint = Readonly<Record<string, Json>>;

/**
 * A hash of all parameters of a model.
 *
 * @example
 * hashOfModel(model).length; // 64
 */
export function hashOfModel({ parameters }: LanguageModel): string {
  const hash = createHash("sha256");
  for (const [name, { data }] of parameters) hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("hex");
}

/**
 * Refuses to go on with something else than was begun.
 *
 * @throws SteadfastError `resume-differs`, naming what differs.
 * @example
 * checkSame({ seed: 1, rows: 8 }, { rows: 8, seed: 1 });
 */
export function checkSame(begun: Fingerprint, now: Fingerprint): void {
  const names = [...new Set([...Object.keys(begun), ...Object.keys(now)])];
  const different = names.filter((name) => canonicalJson(begun[name] ?? null) !== canonicalJson(now[name] ?? null));
  if (different.length === 0) return;
  const shown = different.slice(0, 5).map((name) => `${name} (${short(begun[name])}, now ${short(now[name])})`);
  throw new SteadfastError({
    code: "resume-differs",
    sentence: `The training was begun with something else: ${shown.join("; ")}${different.length > 5 ? `; and ${different.length - 5} more` : ""}.`,
    hint: "Resume with what it was begun with, or train anew into another --out.",
  });
}

/**
 * The settings that people are told: of a fingerprint neither hashes nor what another setting made idle, and the files by their names.
 *
 * @example
 * toldSettings({ seed: 1, validationShare: 0.05, "the data": "…" }, { idle: ["validationShare"], files: { validation: "data/held.jsonl" } });
 * // { seed: 1, validation: "held.jsonl" }
 */
export function toldSettings(fingerprint: Fingerprint, { idle, files }: { readonly idle: readonly string[]; readonly files: Readonly<Record<string, string | undefined>> }): Readonly<Record<string, Json>> {
  const asked = Object.entries(fingerprint).filter(([name]) => !name.includes(" ") && !idle.includes(name));
  const named = Object.entries(files).flatMap(([name, path]) => (path === undefined ? [] : [[name, basename(path)] as const]));
  return Object.fromEntries([...asked, ...named]);
}

function short(value: Json | undefined): string {
  const text = value === undefined || value === null ? "none" : typeof value === "string" ? value : canonicalJson(value);
  return /^[0-9a-f]{64}$/.test(text) ? `hash ${text.slice(0, 8)}…` : text.slice(0, 60);
}
