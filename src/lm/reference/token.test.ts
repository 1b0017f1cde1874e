import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { resolveModel } from "./resolve-model.ts";
import { useHub } from "./testing/hub-fixture.ts";
import { sampleModel, shardedModel } from "./testing/sample-model.ts";
import { expectFailure } from "./testing/scratch.ts";

const fixture = useHub();

function withToken(token: string): typeof fixture.options {
  return { ...fixture.options, environment: { ...fixture.options.environment, HF_TOKEN: token } };
}

test("the token reaches the hub with each request, and storage with none", async () => {
  const { hub } = fixture;
  hub.addModel("org/name", shardedModel(), { gated: true });
  await resolveModel("hf:org/name", withToken("hf_reader"));
  const at = (server: string): (string | undefined)[] => hub.seen.filter((request) => request.server === server).map(({ authorization }) => authorization);
  expect(new Set(at("hub"))).toEqual(new Set(["Bearer hf_reader"]));
  expect(at("storage").length).toBe(2);
  expect(new Set(at("storage"))).toEqual(new Set([undefined]));
});

test("a listing, an answer or a redirect that leads elsewhere does not take the token along", async () => {
  const { hub } = fixture;
  hub.addModel("org/name", sampleModel());
  const elsewhere = { kind: "status", status: 302, headers: { location: `${hub.storage}/elsewhere` } } as const;
  const page = { kind: "status", status: 200, headers: { "content-type": "application/json", link: `<${hub.storage}/next>; rel="next"` } } as const;
  hub.fail(/\/revision\//, elsewhere);
  await expectFailure(resolveModel("hf:org/name", withToken("hf_reader")), "hub-forbids", "403");
  hub.fail(/\/tree\//, page);
  await expectFailure(resolveModel("hf:org/name", withToken("hf_reader")), "hub-answer-malformed", hub.endpoint);
  hub.fail(/resolve-cache/, elsewhere);
  await expectFailure(resolveModel("hf:org/name", withToken("hf_reader")), "hub-forbids", "403");
  expect(hub.seen.filter(({ server }) => server === "storage").map(({ authorization }) => authorization).filter((each) => each !== undefined)).toEqual([]);
});

test("a redirect to another kind of address, or without end, is refused", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel());
  for (const location of ["file:///etc/passwd", "ftp://host/x", "http://[bad"]) {
    hub.fail(/\/revision\//, { kind: "status", status: 302, headers: { location } });
    await expectFailure(resolveModel("hf:org/name", options), "hub-answer-malformed", "not safe");
  }
  hub.fail(/\/revision\//, ...Array.from({ length: 11 }, () => ({ kind: "status", status: 307, headers: { location: "/api/models/org/name/revision/main" } }) as const));
  await expectFailure(resolveModel("hf:org/name", options), "hub-answer-malformed", "without end");
});

test("the token stands in no event, no error and no file", async () => {
  const { hub, events, cacheFolder } = fixture;
  hub.addModel("org/name", sampleModel());
  const secret = "hf_secretsecret";
  hub.tokens.add(secret);
  const { folder } = await resolveModel("hf:org/name", withToken(secret));
  hub.tokens.delete(secret);
  const failure = await expectFailure(resolveModel("hf:org/name@v2", withToken(secret)), "token-refused", "org/name");
  const said = JSON.stringify([events, folder, failure, failure.message, failure.hint, failure.stack, String(failure.cause)]);
  expect(said).not.toContain(secret);
  for (const entry of readdirSync(cacheFolder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes(secret)).toBe(false);
  }
});

test("gated, private, refused and missing are told apart", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/gated", sampleModel(), { gated: true });
  hub.addModel("org/private", sampleModel(), { private: true });
  const anonymous = await expectFailure(resolveModel("hf:org/gated", options), "model-gated", "org/gated");
  expect(anonymous.hint).toContain(`${hub.endpoint}/org/gated`);
  expect(anonymous.hint).toContain("set HF_TOKEN");
  expect((await expectFailure(resolveModel("hf:org/gated", withToken("hf_writer")), "model-gated", "org/gated")).hint).toContain("the account of HF_TOKEN");
  expect((await expectFailure(resolveModel("hf:org/private", options), "repository-missing", "private")).hint).toContain("set HF_TOKEN");
  await resolveModel("hf:org/private", withToken("hf_reader"));
  expect((await expectFailure(resolveModel("hf:org/none", withToken("hf_reader")), "repository-missing", "org/none")).hint).toContain("spelling");
  await expectFailure(resolveModel("hf:org/gated", withToken("hf_unknown")), "token-refused", "org/gated");
});

test("a refusal is not hidden by what the cache holds", async () => {
  const { hub, options } = fixture;
  hub.addModel("org/name", sampleModel());
  await resolveModel("hf:org/name", options);
  hub.models.delete("org/name");
  await expectFailure(resolveModel("hf:org/name", options), "repository-missing", "org/name");
  await expect(resolveModel("hf:org/name", { ...options, offline: true })).resolves.toMatchObject({ reference: "hf:org/name" });
});

test("a token that no header can carry opens no connection", async () => {
  const failure = await resolveModel("hf:org/name", withToken("hf_se cret\nx")).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SteadfastError);
  expect(fixture.hub.seen).toEqual([]);
});
