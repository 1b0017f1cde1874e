import { createAnthropic } from "@ai-sdk/anthropic";
import { createSdkBackend } from "../sdk/sdk-backend.ts";
import { createTransport } from "../sdk/transport.ts";
import { baseURLOf, requiredKey } from "./key.ts";
import type { OpenBackend } from "./open-backend.ts";

const keyVariable = "ANTHROPIC_API_KEY";

/** Anthropic's models by the Messages API. */
export const open: OpenBackend<"anthropic"> = async ({ model: modelName }, { environment, price }) => {
  const provider = "anthropic";
  const key = requiredKey(environment, keyVariable, provider);
  const address = baseURLOf(environment, ["ANTHROPIC_BASE_URL"], "https://api.anthropic.com");
  // Anthropic's own programs read this variable without the version, others with it.
  const baseURL = address.endsWith("/v1") ? address : `${address}/v1`;
  const model = createAnthropic({ apiKey: key, baseURL, fetch: createTransport({ secrets: [key] }) }).languageModel(modelName);
  return createSdkBackend({ provider, baseURL, modelName, model, key, keyVariable, price });
};
