import { expect, test } from "vitest";
import { isSecretName, withoutSecrets } from "./secrets.ts";

const environment = { OPENAI_API_KEY: "very-private-1234", PATH: "/usr/bin", HF_TOKEN: "tok-abcdefgh", SHORT_KEY: "ab" };

test.each([
  [["bench", "--api-key", "abc"], ["bench", "--api-key", "[removed]"]],
  [["bench", "--api-key=abc"], ["bench", "--api-key=[removed]"]],
  [["bench", "--token", "abc", "rest"], ["bench", "--token", "[removed]", "rest"]],
  [["bench", "--header", "X: very-private-1234"], ["bench", "--header", "X: [removed]"]],
  [["--header", "Authorization: Bearer abcdef123456"], ["--header", "Authorization: Bearer [removed]"]],
  [["sk-proj-abcdefghijklmnop"], ["[removed]"]],
  [["x hf_abcdefghijklmnopq y"], ["x [removed] y"]],
  [["https://me:pass@host/v1#m"], ["https://[removed]@host/v1#m"]],
  [["http://host/v1?api_key=abc&x=1"], ["http://host/v1?api_key=[removed]&x=1"]],
  [["--max-tokens", "5", "--tokenizer", "t"], ["--max-tokens", "5", "--tokenizer", "t"]],
  [["--prompt", "ab /usr/bin"], ["--prompt", "ab /usr/bin"]],
])("%j is stored as %j", (argv, stored) => {
  expect(withoutSecrets(argv, environment)).toEqual(stored);
});

test("names of secrets", () => {
  expect(["OPENAI_API_KEY", "HF_TOKEN", "DB_PASSWORD", "--api-key", "apiKey", "AWS_SECRET_ACCESS_KEY"].filter((name) => !isSecretName(name))).toEqual([]);
  expect(["maxTokens", "--tokenizer", "monkey", "keyboard", "PATH"].filter(isSecretName)).toEqual([]);
});
