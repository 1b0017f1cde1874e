// Writes argv[3] bytes to argv[2] and prints what came of it as JSON. As another user with argv[4], a number.
import { SteadfastError, writeFileAtomically } from "../index.ts";

const [path, bytes, user] = process.argv.slice(2);
if (path === undefined || bytes === undefined) throw new Error("usage: write-once.ts FILE BYTES [USER]");
if (user !== undefined) process.setuid!(Number(user));
try {
  await writeFileAtomically(path, "x".repeat(Number(bytes)));
  console.log(JSON.stringify({ code: "written" }));
} catch (error) {
  if (!(error instanceof SteadfastError)) throw error;
  console.log(JSON.stringify({ code: error.code, kind: error.kind, sentence: error.message, hint: error.hint }));
}
