import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type EventSink, messageOf, silent, SteadfastError } from "../../base/index.ts";
import { isCommit } from "./cache-layout.ts";
import { createHubClient, type HubClient } from "./hub-client.ts";
import { malformedAnswer } from "./hub-failures.ts";
import { findCommit, understood } from "./hub-listing.ts";
import { type Environment, expandHome, type HubSettings, readHubSettings } from "./hub-settings.ts";
import { selectModelFiles, shardNames } from "./model-files.ts";
import { isRepositoryName } from "./model-reference.ts";
import { type Pace, patient } from "./pace.ts";
import { TransferProgress } from "./transfer-progress.ts";

/** @see pushModel */
export interface PushOptions {
  /** Of a saved model. */
  folder: string;
  /** `org/name`, with or without `hf:` before it. */
  repository: string;
  /** Of a repository that has to be made; without it the account's own setting counts, which mostly is public. */
  private?: boolean;
  /** Title of the commit. */
  message?: string;
  sink?: EventSink;
  signal?: AbortSignal;
  environment?: Environment;
  pace?: Partial<Pace>;
}

/**
 * Puts a saved model on the hub as one commit on its main branch, and makes the repository when there is none. Only the files
 * that a model consists of are sent; what else stands in the folder is named in a message. Needs `HF_TOKEN`.
 *
 * @throws SteadfastError `repository-malformed`, `token-needed`, `hub-offline`, `folder-not-a-model`, and as `resolveModel` does.
 * @example
 * const { url } = await pushModel({ folder: "out/student", repository: "org/student", private: true });
 */
export async function pushModel(options: PushOptions): Promise<{ url: string; revision: string }> {
  const { sink = silent, signal } = options;
  const { repository, settings, token } = checkPush(options);
  const folder = resolve(expandHome(options.folder));
  const files = await modelFiles(folder, sink);

  const progress = new TransferProgress({ task: `uploading ${repository}`, sink });
  progress.expect(files.reduce((sum, { size }) => sum + size, 0));
  const subject = { repository, endpoint: settings.endpoint, hasToken: true };
  const client = createHubClient({ subject, token, pace: { ...patient, ...options.pace }, signal, onUpload: (bytes) => progress.add(bytes) });
  await ensureRepository(client, repository, options.private);
  const revision = await commitFiles(client, { repository, folder, files, title: options.message ?? "Upload a model with steadfast" });
  progress.finish();
  return { url: `${settings.endpoint}/${repository}`, revision };
}

/**
 * What of a push can be known to fail before there is anything to push.
 *
 * @throws SteadfastError `repository-malformed`, `token-needed`, `hub-offline`
 * @example
 * const { repository } = checkPush({ repository: "hf:me/repaired", environment: { HF_TOKEN: "hf_token" } }); // "me/repaired"
 */
export function checkPush({ repository: given, environment = process.env }: Pick<PushOptions, "repository" | "environment">): { repository: string; settings: HubSettings; token: string } {
  const repository = given.replace(/^hf:/, "");
  if (!isRepositoryName(repository) || !repository.includes("/")) {
    throw new SteadfastError({ code: "repository-malformed", sentence: `${JSON.stringify(given)} names no repository to push to.`, hint: "Write hf:org/name, without a revision: a push goes to the main branch." });
  }
  const settings = readHubSettings(environment);
  return { repository, settings, token: tokenFor(settings) };
}

function tokenFor({ token, offline }: HubSettings): string {
  if (offline) throw new SteadfastError({ code: "hub-offline", sentence: "A model cannot be pushed while HF_HUB_OFFLINE is set.", hint: "Unset it and run the command again." });
  if (token !== undefined) return token;
  throw new SteadfastError({ code: "token-needed", sentence: "To push a model, the hub wants to know who you are.", hint: "Set HF_TOKEN to a token that may write." });
}

async function modelFiles(folder: string, sink: EventSink): Promise<{ name: string; size: number }[]> {
  const entries = await readdir(folder).catch((error: unknown) => {
    throw notAModel(folder, `it cannot be read (${messageOf(error)})`, error);
  });
  const { small, weights } = selectModelFiles(entries);
  if (!small.includes("config.json")) throw notAModel(folder, "it has no config.json");
  if (weights === null) throw notAModel(folder, "it has no weights");
  const shards = weights.kind === "file" ? [weights.name] : shardNames({ name: weights.name, text: await readFile(join(folder, weights.name), "utf8"), of: folder });
  const lost = shards.find((shard) => !entries.includes(shard));
  if (lost !== undefined) throw notAModel(folder, `its index names ${lost}, which is not there`);
  const names = [...small, ...shards];
  const left = entries.filter((name) => !names.includes(name));
  if (left.length > 0) sink({ type: "message", level: "info", text: `Not pushed, for it is no part of the model: ${left.slice(0, 10).join(", ")}${left.length > 10 ? ", …" : ""}.` });
  return Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
}

function notAModel(folder: string, why: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "folder-not-a-model", sentence: `The folder ${folder} is not pushed: ${why}.`, hint: "Give a folder that a saved model stands in.", cause });
}

async function ensureRepository(client: HubClient, repository: string, isPrivate: boolean | undefined): Promise<void> {
  try {
    await findCommit(client, { repository, revision: "main" });
  } catch (error) {
    if (!(error instanceof SteadfastError) || error.code !== "repository-missing") throw error;
    const { createRepo } = await import("@huggingface/hub");
    await understood(client, () =>
      createRepo({
        repo: { type: "model", name: repository },
        ...(isPrivate === undefined ? {} : { visibility: isPrivate ? "private" : "public" }),
        hubUrl: client.subject.endpoint,
        fetch: client.fetch,
        ...tokenIsAddedByClient,
      }),
    );
  }
}

// The client puts the token on requests to the endpoint alone; the library would put it on more.
const tokenIsAddedByClient = { credentials: undefined } as unknown as { accessToken: string };

async function commitFiles(client: HubClient, options: { repository: string; folder: string; files: readonly { name: string }[]; title: string }): Promise<string> {
  const { repository, folder, files, title } = options;
  const { uploadFiles } = await import("@huggingface/hub");
  const output = await understood(client, () =>
    uploadFiles({
      repo: { type: "model", name: repository },
      files: files.map(({ name }) => ({ path: name, content: pathToFileURL(join(folder, name)) })),
      commitTitle: title,
      hubUrl: client.subject.endpoint,
      fetch: client.fetch,
      // Plain uploads: each is one request that can be sent again. The other protocol brings a service and tokens of its own.
      useXet: false,
      ...(client.signal === undefined ? {} : { abortSignal: client.signal }),
    }),
  );
  const revision = output?.commit.oid;
  if (revision === undefined || !isCommit(revision)) throw malformedAnswer(client.subject.endpoint, "it names no commit for what was pushed");
  return revision;
}
