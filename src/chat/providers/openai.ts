import { createOpenAI } from "@ai-sdk/openai";
import { createSdkBackend } from "../sdk/sdk-backend.ts";
import { createTransport } from "../sdk/transport.ts";
import { baseURLOf, requiredKey } from "./key.ts";
import type { OpenBackend } from "./open-backend.ts";

const keyVariable = "OPENAI_API_KEY";

/** OpenAI's models by the Responses API. */
export const open: OpenBackend<"openai"> = async ({ model: modelName }, { environment, price }) => {
  const provider = "openai";
  const key = requiredKey(environment, keyVariable, provider);
  const baseURL = baseURLOf(environment, ["OPENAI_BASE_URL"], "https://api.openai.com/v1");
  const model = createOpenAI({ apiKey: key, baseURL, fetch: createTransport({ secrets: [key] }) }).responses(modelName);
  // Answers are the user's: OpenAI is asked not to keep them.
  return createSdkBackend({ provider, baseURL, modelName, model, key, keyVariable, price, providerOptions: { openai: { store: false } } });
};
