import fc from "fast-check";
import { expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { formatModelReference, parseModelReference } from "./model-reference.ts";

function failureOf(text: string): SteadfastError {
  try {
    parseModelReference(text);
  } catch (error) {
    if (error instanceof SteadfastError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

test.each([
  ["hf:org/name", { kind: "hub", repository: "org/name" }],
  ["HF:Org-1/na.me_2", { kind: "hub", repository: "Org-1/na.me_2" }],
  ["hf:gpt2", { kind: "hub", repository: "gpt2" }],
  ["hf:org/name@v1.0", { kind: "hub", repository: "org/name", revision: "v1.0" }],
  ["hf:org/name@refs/pr/1", { kind: "hub", repository: "org/name", revision: "refs/pr/1" }],
  ["hf:gpt2@607a30d783dfa663caf39e06633721c8d4cfcd7e", { kind: "hub", repository: "gpt2", revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e" }],
  ["./out/model", { kind: "folder", path: "./out/model" }],
  ["../model", { kind: "folder", path: "../model" }],
  ["/models/a b@c:d", { kind: "folder", path: "/models/a b@c:d" }],
  ["~/models/x", { kind: "folder", path: "~/models/x" }],
  [".", { kind: "folder", path: "." }],
  ["D:\\models\\x", { kind: "folder", path: "D:\\models\\x" }],
  ["lab:teacher", { kind: "lab", name: "teacher" }],
])("%s", (text, expected) => {
  expect(parseModelReference(text)).toEqual(expected);
});

test.each(["", "hf:", "hf:a/b/c", "hf:../etc", "hf:a/..", "hf:-a/b", "hf:a--b/c", "hf:a/b@", "hf:a/b@../../x", "hf:a/b@/x", "hf:a/b@-x", "hf:a/b@x//y", "hf:a/b@x@y", "hf:a/b.git", "hf:a b", `hf:${"a".repeat(97)}`, "lab:", "lab:../x", "lab:a/b", "/a\0b", "ftp:x"])(
  "%j is refused with all forms listed",
  (text) => {
    const { code, message, hint } = failureOf(text);
    expect({ code, message, hint }).toEqual({ code: "reference-malformed", message: expect.stringMatching(/^[^\n]+\.$/), hint: expect.stringContaining("lab:name") });
  },
);

test("a name without a scheme gets a suggestion", () => {
  expect(failureOf("org/name@main").hint).toContain("Did you mean hf:org/name@main or ./org/name@main?");
  expect(failureOf("gpt2").hint).toContain("Did you mean hf:gpt2 or ./gpt2?");
  expect(failureOf("huggingface.co/org/name").hint).toContain("Did you mean hf:org/name?");
});

test("a model behind an interface is refused as such, and what may be secret is not repeated", () => {
  for (const text of ["openai:gpt-5-mini", "anthropic:x", "google:x", "http://localhost:8080/v1#model"]) {
    expect(failureOf(text)).toMatchObject({ code: "reference-of-api", message: expect.stringContaining("is an API model; here a local model is needed.") });
  }
  expect(failureOf("https://huggingface.co/org/name/tree/main").hint).toContain("Did you mean hf:org/name?");
  expect(failureOf("https://me:secret@host/v1?key=secret#m").message).not.toContain("secret");
});

test("any text is taken and gives itself back, or is refused with a typed error", () => {
  const pieces = fc.constantFrom("hf:", "lab:", "./", "../", "/", "@", "org", "name", "..", "\0", "\n", "~", "refs", "-", ".", "\\", "é", ":");
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(""))), (text) => {
      let parsed;
      try {
        parsed = parseModelReference(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SteadfastError);
        return;
      }
      expect(parseModelReference(formatModelReference(parsed))).toEqual(parsed);
      if (parsed.kind === "hub") expect(`${parsed.repository}/${parsed.revision ?? ""}`.split("/")).not.toContain("..");
    }),
  );
});
