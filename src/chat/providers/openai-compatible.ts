import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createSdkBackend } from "../sdk/sdk-backend.ts";
import { createTransport } from "../sdk/transport.ts";
import { optionalKey } from "./key.ts";
import type { OpenBackend } from "./open-backend.ts";

const keyVariable = "OPENAI_COMPATIBLE_API_KEY";

/** Any server that speaks OpenAI's chat completions: vLLM, llama.cpp, Ollama, LM Studio. */
export const open: OpenBackend<"server"> = async ({ baseURL, model: modelName }, { environment, price }) => {
  const key = optionalKey(environment, keyVariable);
  const transport = createTransport({ secrets: key === undefined ? [] : [key] });
  const model = createOpenAICompatible({ name: "server", baseURL, fetch: transport, supportsStructuredOutputs: true, ...(key === undefined ? {} : { apiKey: key }) }).chatModel(modelName);
  return createSdkBackend({ provider: new URL(baseURL).host, baseURL, modelName, model, key, keyVariable, price });
};
