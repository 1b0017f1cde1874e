import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { ChatFailure, type ChatFailureOptions, isChatFailureCode } from "../port/chat-failure.ts";
import type { ChatModel } from "../port/chat-model.ts";
import { checkResponse } from "../port/check-response.ts";
import type { OpenBackend } from "./open-backend.ts";

/** What has to be there of a model that a module exports. */
type ExportedModel = Pick<ChatModel, "generate"> & Partial<ChatModel>;

/**
 * A model of the user's own: a module whose default export, or export `model`, has `generate`, or is a function that makes one.
 *
 * @throws SteadfastError `module-missing`, `module-failed`
 */
export const open: OpenBackend<"module"> = async ({ path }, { reference, price }) => {
  const file = resolve(path.replace(/^~(?=[\\/])/, homedir()));
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new SteadfastError({ code: "module-missing", sentence: `There is no file ${file}.` });
  const model = await load(file);
  return {
    provider: reference,
    lane: `module ${file}`,
    details: { provider: "module", sha256: createHash("sha256").update(await readFile(file)).digest("hex") },
    price,
    ask: async (request, { signal }) => {
      try {
        return checkResponse(await model.generate(request, { signal }), `The model of ${reference}`);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw asFailure(error);
      }
    },
    close: async () => model.close?.(),
  };
};

async function load(file: string): Promise<ExportedModel> {
  try {
    const exported = (await import(pathToFileURL(file).href)) as { default?: unknown; model?: unknown };
    const found = exported.default ?? exported.model;
    const model: unknown = typeof found === "function" ? await found() : found;
    if (typeof (model as ExportedModel | null | undefined)?.generate === "function") return model as ExportedModel;
  } catch (error) {
    throw new SteadfastError({ code: "module-failed", sentence: `The module ${file} cannot be loaded: ${messageOf(error)}.`, cause: error });
  }
  throw new SteadfastError({ code: "module-failed", sentence: `The module ${file} exports no model.`, hint: "Its default export, or its export model, has a function generate(request), or is a function that makes such a model." });
}

/** A module may hold another copy of this package, whose failures are of another class. */
function asFailure(error: unknown): unknown {
  if (error instanceof SteadfastError) return error;
  const { name, code, message, hint, retry, delayMilliseconds } = (error ?? {}) as Partial<ChatFailureOptions> & { name?: unknown; message?: unknown };
  if (name === "ChatFailure" && isChatFailureCode(code)) {
    return new ChatFailure({ code, sentence: String(message), ...(hint === undefined ? {} : { hint }), ...(retry === undefined ? {} : { retry }), ...(delayMilliseconds === undefined ? {} : { delayMilliseconds }) });
  }
  return new SteadfastError({ code: "module-failed", sentence: `The model of the module failed: ${messageOf(error)}.`, cause: error });
}
