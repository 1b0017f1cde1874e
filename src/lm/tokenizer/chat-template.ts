/** One message of a chat, as templates know it. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
}

/** @see ChatTemplate.render */
export interface RenderOptions {
  /** Ends with the opening of the assistant's turn, so that the model answers. By default false. */
  addGenerationPrompt?: boolean;
  /** Further variables that the template knows, such as `enable_thinking`. */
  [extra: string]: unknown;
}

/** How one model wants a chat written as text. */
export interface ChatTemplate {
  /** @throws SteadfastError `chat-refused` with the template's own words, or `chat-template`. */
  render(messages: readonly ChatMessage[], options?: RenderOptions): string;
}
