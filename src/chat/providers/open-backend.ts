import type { EventSink } from "../../base/index.ts";
import type { ChatBackend, Price } from "../port/chat-model.ts";
import type { ChatReference } from "../reference/chat-reference.ts";
import type { Environment } from "./key.ts";

/** What a provider may use to open a model. */
export interface BackendContext {
  /** As the user wrote it. */
  readonly reference: string;
  readonly environment: Environment;
  /** Instead of the table's; null where neither knows. */
  readonly price: Price | null;
  readonly sink: EventSink;
  readonly signal: AbortSignal | undefined;
  /** For models in this process. */
  readonly offline: boolean;
  readonly threads: number | undefined;
}

/** What each provider's file exports as `open`. */
export type OpenBackend<Kind extends ChatReference["kind"]> = (reference: Extract<ChatReference, { kind: Kind }>, context: BackendContext) => Promise<ChatBackend>;

/** Every provider, loaded when it is wanted. */
const providers: { readonly [Kind in ChatReference["kind"]]: () => Promise<{ open: OpenBackend<Kind> }> } = {
  openai: () => import("./openai.ts"),
  anthropic: () => import("./anthropic.ts"),
  google: () => import("./google.ts"),
  server: () => import("./openai-compatible.ts"),
  local: () => import("./local.ts"),
  module: () => import("./user-module.ts"),
  replay: () => import("./replay.ts"),
  scripted: () => import("./scripted.ts"),
};

/** Opens what a reference names. */
export async function openBackend(reference: ChatReference, context: BackendContext): Promise<ChatBackend> {
  const { open } = (await providers[reference.kind]()) as { open: OpenBackend<ChatReference["kind"]> };
  return open(reference as never, context);
}
