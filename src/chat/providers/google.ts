import { createGoogle } from "@ai-sdk/google";
import { createSdkBackend } from "../sdk/sdk-backend.ts";
import { createTransport } from "../sdk/transport.ts";
import { baseURLOf, requiredKey } from "./key.ts";
import type { OpenBackend } from "./open-backend.ts";

const keyVariable = "GOOGLE_GENERATIVE_AI_API_KEY";

/** Google's models by the Gemini API. */
export const open: OpenBackend<"google"> = async ({ model: modelName }, { environment, price }) => {
  const provider = "google";
  const key = requiredKey(environment, keyVariable, provider);
  const address = baseURLOf(environment, ["GOOGLE_GENERATIVE_AI_BASE_URL", "GOOGLE_GEMINI_BASE_URL"], "https://generativelanguage.googleapis.com");
  // Google's own programs read their variable without the version.
  const baseURL = /\/v1[a-z0-9]*$/.test(address) ? address : `${address}/v1beta`;
  const model = createGoogle({ apiKey: key, baseURL, fetch: createTransport({ secrets: [key] }) }).languageModel(modelName);
  return createSdkBackend({
    provider,
    baseURL,
    modelName,
    model,
    key,
    keyVariable,
    price,
    usageField: "usageMetadata",
    // A blocked prompt has no candidate at all.
    isDeclined: ({ response }) => typeof (response?.body as { promptFeedback?: { blockReason?: unknown } } | undefined)?.promptFeedback?.blockReason === "string",
  });
};
