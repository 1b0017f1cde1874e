import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";

/** A failure that may be over at the next try. */
export class Interrupted extends SteadfastError {
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter: number | undefined;
  /** Nothing has ever answered: one more try tells as much as many. */
  readonly hopeless: boolean;
  /** The server said that it has not begun to do what was asked. */
  readonly refused: boolean;

  constructor(options: { code: string; sentence: string; hint: string; cause?: unknown; retryAfter?: number | undefined; hopeless?: boolean; refused?: boolean }) {
    super({ ...options, kind: "incomplete" });
    this.retryAfter = options.retryAfter;
    this.hopeless = options.hopeless ?? false;
    this.refused = options.refused ?? false;
  }
}

/** What a request was about, for sentences. */
export interface Subject {
  /** `org/name` */
  readonly repository: string;
  readonly revision?: string | undefined;
  readonly endpoint: string;
  readonly hasToken: boolean;
}

const again = "Run the same command again: what has come so far is kept.";

/** The error for an answer that is no success. */
export function refusalOf(response: Response, subject: Subject): SteadfastError {
  const { status, headers } = response;
  const { repository, endpoint, hasToken } = subject;
  const code = headers.get("x-error-code");
  const page = `${endpoint}/${repository}`;
  if (status === 429 || status === 408 || status >= 500) return busy(response);
  if (code === "GatedRepo") {
    return new SteadfastError({
      code: "model-gated",
      sentence: `The model ${repository} is gated: its authors give it only to those who accept its conditions.`,
      hint: hasToken ? `Accept them at ${page} with the account of HF_TOKEN.` : `Accept them at ${page}, then set HF_TOKEN to a token of that account.`,
    });
  }
  if (code === "RevisionNotFound") {
    return new SteadfastError({
      code: "revision-missing",
      sentence: `The model ${repository} has no revision ${subject.revision ?? "main"}.`,
      hint: `See its branches and tags at ${page}/tree/main.`,
    });
  }
  if (status === 401 && hasToken && code !== "RepoNotFound") {
    return new SteadfastError({ code: "token-refused", sentence: `The hub refused the token of HF_TOKEN for ${repository}.`, hint: `Make a new token at ${endpoint}/settings/tokens.` });
  }
  if (status === 401 || (status === 404 && code !== "EntryNotFound")) {
    return new SteadfastError({
      code: "repository-missing",
      sentence: `The hub at ${endpoint} has no model ${repository}, or it is private.`,
      hint: `Check the spelling${hasToken ? ", and that the account of HF_TOKEN may read it." : "; for a private model, set HF_TOKEN."}`,
    });
  }
  const said = printable(headers.get("x-error-message") ?? "");
  return new SteadfastError({
    code: status === 403 ? "hub-forbids" : "hub-refused",
    sentence: `The hub refused a request about ${repository} with status ${status}${said === "" ? "" : `: ${said}`}.`,
    hint: status === 403 ? "Check that the token of HF_TOKEN may do this." : `Look at ${page}.`,
  });
}

function busy(response: Response): Interrupted {
  const { status, headers } = response;
  const host = hostOf(response.url);
  const retryAfter = readRetryAfter(headers.get("retry-after"));
  const when = retryAfter === undefined ? "a little later" : `after ${Math.ceil(retryAfter / 1000)} s`;
  const hint = `Run the same command again ${when}: what has come so far is kept.`;
  if (status === 429) return new Interrupted({ code: "hub-busy", sentence: `${host} answers that there were too many requests.`, hint, retryAfter, refused: true });
  return new Interrupted({ code: "hub-unavailable", sentence: `${host} answers with status ${status}: it cannot serve this now.`, hint, retryAfter, refused: status === 503 });
}

/** The error for a request that got no answer, or an answer that broke off. */
export function networkFailure(options: { url: URL; error: unknown; answered: boolean; reachedBefore: boolean }): Interrupted {
  const { url, error, answered, reachedBefore } = options;
  const reason = causeOf(error);
  if (answered || /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(reason)) {
    return new Interrupted({ code: "connection-cut", sentence: `The connection to ${url.host} was cut (${reason}).`, hint: again, cause: error });
  }
  return new Interrupted({
    code: "hub-unreachable",
    sentence: `${url.host} cannot be reached (${reason}).`,
    hint: "Check the network and HF_ENDPOINT; what is in the cache already can be used with --offline.",
    cause: error,
    hopeless: !reachedBefore,
  });
}

export function stalled(url: URL, milliseconds: number): Interrupted {
  return new Interrupted({ code: "connection-stalled", sentence: `No byte came from ${url.host} for ${milliseconds / 1000} s.`, hint: again });
}

/** The error for an answer of the hub that is not what its interface promises. */
export function malformedAnswer(endpoint: string, what: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "hub-answer-malformed",
    kind: "incomplete",
    sentence: `${endpoint} did not answer as a hub does: ${what}.`,
    hint: "Check HF_ENDPOINT, and that no login page of the network stands in between.",
    cause,
  });
}

/** The error for a failed operation on a file of the cache; anything else as it is. */
export function storageFailure(path: string, error: unknown): unknown {
  switch (systemCodeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new SteadfastError({
        code: "disk-full",
        kind: "incomplete",
        sentence: `The disk is full: ${path} could not be written to its end.`,
        hint: "Free some space or set HF_HUB_CACHE to a folder on another disk; what has come so far is kept.",
        cause: error,
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EISDIR":
    case "EEXIST":
      return new SteadfastError({ code: "cache-not-writable", sentence: `The cache cannot be written: ${messageOf(error)}.`, hint: "Set HF_HUB_CACHE to a folder that you may write to.", cause: error });
    case "EIO":
    case "ENOENT":
    case "EMFILE":
    case "ENFILE":
      return new SteadfastError({ code: "cache-failed", kind: "incomplete", sentence: `The cache could not be used: ${messageOf(error)}.`, hint: again, cause: error });
    default:
      return error;
  }
}

/** Seconds or a date, as milliseconds from now. */
function readRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "The hub";
}

/** undici says only "fetch failed"; what happened is its cause. */
function causeOf(error: unknown): string {
  const cause = (error as { cause?: unknown } | null)?.cause;
  const code = systemCodeOf(cause) ?? systemCodeOf(error);
  return printable(code ?? messageOf(cause ?? error));
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, " ").trim().replace(/\.$/, "").slice(0, 200);
}
