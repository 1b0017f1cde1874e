import type { Finding } from "./finding.ts";

const services: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: "OpenAI",
  ANTHROPIC_API_KEY: "Anthropic",
  GOOGLE_GENERATIVE_AI_API_KEY: "Google",
  HF_TOKEN: "Hugging Face",
};

/** Which keys the environment holds: their names, never a character of their values. */
export function checkKeys(environment: Readonly<Record<string, string | undefined>>): Finding {
  const names = Object.keys(services);
  const present = names.filter((name) => environment[name] !== undefined && environment[name] !== "");
  const absent = names.filter((name) => !present.includes(name));
  const text = present.length === 0 ? "no keys of hosted services" : `keys for ${present.map((name) => `${services[name]} (${name})`).join(", ")}`;
  return { name: "keys", status: "ok", text, ...(present.length === 0 ? { absent: true, hint: `Models on this machine need none. Hosted ones: set ${names.join(", ")}.` } : {}), values: { present, absent } };
}
