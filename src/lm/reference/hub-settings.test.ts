import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { type Environment, readHubSettings } from "./hub-settings.ts";

test.each<[string, Environment, string]>([
  ["nothing set", {}, join(homedir(), ".cache/huggingface/hub")],
  ["XDG_CACHE_HOME", { XDG_CACHE_HOME: "/x" }, "/x/huggingface/hub"],
  ["HF_HOME before it", { XDG_CACHE_HOME: "/x", HF_HOME: "/h" }, "/h/hub"],
  ["the old name before that", { HUGGINGFACE_HUB_CACHE: "/o", HF_HOME: "/h" }, "/o"],
  ["HF_HUB_CACHE first", { HF_HUB_CACHE: "/c", HUGGINGFACE_HUB_CACHE: "/o", HF_HOME: "/h" }, "/c"],
  ["empty as unset", { HF_HUB_CACHE: "", HF_HOME: "/h" }, "/h/hub"],
  ["a home in it", { HF_HOME: "~/h" }, join(homedir(), "h/hub")],
])("the cache: %s", (_, environment, expected) => {
  expect(readHubSettings(environment).cacheFolder).toBe(resolve(expected));
});

test("endpoint, token and offline", () => {
  expect(readHubSettings({})).toMatchObject({ endpoint: "https://huggingface.co", token: undefined, offline: false });
  expect(readHubSettings({ HF_ENDPOINT: "http://mirror:80/hf/ ", HF_TOKEN: " hf_x\n", HF_HUB_OFFLINE: "TRUE" })).toMatchObject({ endpoint: "http://mirror/hf", token: "hf_x", offline: true });
  expect(readHubSettings({ HF_HUB_OFFLINE: "0", HF_TOKEN: " " })).toMatchObject({ offline: false, token: undefined });
});

test.each<Environment>([{ HF_TOKEN: "hf_secret\r\nHost: evil" }, { HF_TOKEN: "secrét" }, { HF_ENDPOINT: "https://me:secret@host" }, { HF_ENDPOINT: "secret" }, { HF_ENDPOINT: "file:///secret" }])(
  "%j is refused, and not repeated",
  (environment) => {
    try {
      readHubSettings(environment);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SteadfastError);
      const { code, message, hint } = error as SteadfastError;
      expect(code).toMatch(/^(?:token|endpoint)-malformed$/);
      expect(`${message} ${hint}`).not.toMatch(/secr/);
    }
  },
);
