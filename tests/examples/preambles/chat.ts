import { type ChatModel, scriptedChatModel } from "../../../src/chat/index.ts";

export { sink } from "./common.ts";
export const model: ChatModel = scriptedChatModel(() => "blue");
